import { createHash } from 'node:crypto';
import {
  type Market,
  openMarket,
  openShop,
  order,
  paymentNotice,
  payAtCashier,
  type Person,
  wallet,
} from '../support/alipay.js';
import { register, registerAdmin } from '../support/app.js';
import { comeBack, expectBalanced, send } from '../support/books.js';

const ANONYMOUS = { id: '', username: '', nickname: '匿名', avatar: '' };

describe('a tip without a name', () => {
  let market: Market;
  let admin: Person;
  beforeAll(async () => {
    market = await openMarket();
    admin = await registerAdmin(market);
  });
  beforeEach(() => {
    market.simulator.faults.reset();
  });
  afterEach(() => expectBalanced(market, admin));
  afterAll(() => market.close());

  const tip = (reader: Person, article_id: string, body: object = {}, key?: string) =>
    market.request
      .post('/payments/alipay')
      .set({ ...reader.auth, ...(key !== undefined && { 'Idempotency-Key': key }) })
      .send({ money: '5.00', article_id, ...body });
  const get = async (path: string, by?: Person) => {
    const response = await market.request.get(path).set(by?.auth ?? {});
    expect(response.status).toBe(200);
    return response;
  };
  const refund = async (rewardId: string, money: string) =>
    (
      await market.request
        .post(`/admin/rewards/${rewardId}/refunds`)
        .set(admin.auth)
        .send({ money, reason: 'x' })
    ).body;

  /** Pays an order at the cashier and comes back; answers the reward's id and the query of the return. */
  async function paid(reader: Person, articleId: string, body: object = { anonymous: true }) {
    const response = await tip(reader, articleId, body).expect(201);
    const payUrl = response.body as string;
    const content = JSON.parse(new URL(payUrl).searchParams.get('biz_content')!) as Record<string, string>;
    const { search } = new URL(await payAtCashier(market, { payUrl, outTradeNo: content.out_trade_no! }));
    const query = search.slice(1);
    expect((await comeBack(market, query)).status).toBe(200);
    return { rewardId: response.headers.location!.replace('/rewards/', ''), query };
  }

  /** A reader who has been tipped themselves, and so can tip from balance. */
  async function richReader(): Promise<Person> {
    const { author, reader, article } = await openShop(market);
    const earned = await order(market, reader, article.id, '100.00');
    await send(market, paymentNotice(earned, { trade_no: `t${earned.outTradeNo}` }));
    return author;
  }

  async function byBalance(reader: Person, articleId: string, body: object = { anonymous: true }) {
    const { headers } = await tip(reader, articleId, { type: 2, ...body }).expect(201);
    return headers.location!.replace('/rewards/', '');
  }

  it('is known to its reader and to administrators, and to the author as 匿名', async () => {
    const { author, reader, article } = await openShop(market);
    const { rewardId } = await paid(reader, article.id);
    const as = async (person: Person) => (await get(`/rewards/${rewardId}`, person)).body;
    expect(await as(author)).toMatchObject({ anonymous: true, user: ANONYMOUS, trade_no: '', money: '5.00' });
    expect(await as(reader)).toMatchObject({ anonymous: true, user: { id: reader.user.id } });
    expect(await as(admin)).toMatchObject({ anonymous: true, user: { id: reader.user.id } });
    const story = await get(`/admin/rewards/${rewardId}`, admin);
    expect(story.body).toMatchObject({ user: { username: reader.user.username } });
    const receipt = await get(`/rewards/${rewardId}/receipt`, reader);
    expect(receipt.body).toMatchObject({ payer: { id: reader.user.id } });
  });

  it('names its reader to whoever brings the return, which only the reader has', async () => {
    const { reader, article } = await openShop(market);
    const { query } = await paid(reader, article.id);
    const { status, body } = await comeBack(market, query);
    expect(status).toBe(200);
    expect(body.reward).toMatchObject({ anonymous: true, user: { id: reader.user.id } });
  });

  it('leaves no trace of its reader in anything the author can read, whatever becomes of it', async () => {
    const { author, article } = await openShop(market);
    const reader = await richReader();
    const ids = [(await paid(reader, article.id)).rewardId, await byBalance(reader, article.id)];
    for (const id of ids) expect(await refund(id, '1.00')).toMatchObject({ status: 'done' });
    market.simulator.faults.set({
      gateway: { methods: ['alipay.trade.refund'], sub_code: 'ACQ.SELLER_BALANCE_NOT_ENOUGH' },
    });
    expect(await refund(ids[0]!, '1.00')).toMatchObject({ status: 'refused' });
    market.simulator.faults.reset();
    // The author spends all of it: the next refunds become a debt, and the next tips pay that.
    const { article: elsewhere } = await openShop(market);
    await tip(author, elsewhere.id, { type: 2, money: '8.00' }).expect(201);
    for (const id of ids) expect(await refund(id, '1.00')).toMatchObject({ status: 'done' });
    expect(await wallet(market, author)).toMatchObject({ balance: '0.00', debt: '2.00' });
    ids.push(await byBalance(reader, article.id), (await paid(reader, article.id)).rewardId);

    const month = new Date(Date.now() + 8 * 3600_000).toISOString().slice(0, 7);
    const paths = [
      ...ids.map((id) => `/rewards/${id}`),
      '/rewards?role=received',
      '/rewards.csv?role=received',
      '/wallet/transactions?limit=100',
      '/wallet/transactions?kind=refunds&direction=out',
      '/wallet/transactions.csv',
      `/wallet/statements/${month}`,
      `/articles/${article.id}/rewards`,
      `/articles/${article.id}`,
    ];
    const { id, username, nickname } = reader.user;
    for (const path of paths) {
      const { text } = await get(path, author);
      for (const trace of [id, username, nickname])
        expect({ path, text }).not.toMatchObject({ text: expect.stringContaining(trace) });
    }
    const { body } = await get('/wallet/transactions?limit=100', author);
    const kinds = body.items.map(({ kind }: { kind: string }) => kind);
    expect(new Set(kinds)).toEqual(
      new Set(['reward', 'balance_reward', 'refund', 'refund_returned', 'debt_repaid']),
    );
    const others = body.items.filter(({ counterparty }: { counterparty: unknown }) => counterparty !== null);
    expect(others).toMatchObject([{ kind: 'balance_reward', amount: '-8.00' }]);
  });

  it('shows the reader’s own wallet whom it went to and came back from', async () => {
    const { author, article } = await openShop(market);
    const reader = await richReader();
    await refund(await byBalance(reader, article.id), '2.00');
    const { body } = await get('/wallet/transactions?limit=2', reader);
    expect(body.items).toMatchObject([
      { kind: 'refund', amount: '2.00', counterparty: { id: author.user.id } },
      { kind: 'balance_reward', amount: '-5.00', counterparty: { id: author.user.id } },
    ]);
  });

  it('hides nothing of the same reader’s other tips', async () => {
    const { author, reader, article } = await openShop(market);
    await paid(reader, article.id, { anonymous: false });
    await paid(reader, article.id, { anonymous: null, hide_amount: null });
    await paid(reader, article.id);
    const { body } = await get('/rewards?role=received', author);
    expect(body.items.map(({ user }: { user: { id: string } }) => user.id)).toEqual([
      '',
      reader.user.id,
      reader.user.id,
    ]);
    const { body: flow } = await get('/wallet/transactions', author);
    const counterparties = flow.items.map(
      (item: Record<string, { id: string } | null>) => item.counterparty?.id,
    );
    expect(counterparties).toEqual([undefined, reader.user.id, reader.user.id]);
  });

  it.each([{ anonymous: 'yes' }, { anonymous: 1 }, { hide_amount: 'true' }, { hide_amount: [] }])(
    'is refused with %j',
    async (body) => {
      const { reader, article } = await openShop(market);
      const response = await tip(reader, article.id, body);
      expect([response.status, response.body.errors[0].field]).toEqual([400, Object.keys(body)[0]]);
    },
  );

  describe('under its article', () => {
    it('is 匿名, and an amount that is to be hidden is shown to nobody', async () => {
      const { author, reader, article } = await openShop(market);
      await paid(reader, article.id, { anonymous: true, message: '好' });
      await paid(reader, article.id, { hide_amount: true, message: '妙' });
      await paid(reader, article.id, { anonymous: true, hide_amount: true, message: '棒' });
      const { nickname, avatar } = reader.user;
      const unnamed = { nickname: '匿名', avatar: '' };
      for (const person of [undefined, author, reader, admin]) {
        const { body } = await get(`/articles/${article.id}/rewards`, person);
        expect(body.items).toMatchObject([
          { user: unnamed, anonymous: true, money: null, message: '棒' },
          { user: { nickname, avatar }, anonymous: false, money: null, message: '妙' },
          { user: unnamed, anonymous: true, money: '5.00', message: '好' },
        ]);
      }
      const { body } = await get('/rewards?role=received', author);
      expect(body.items).toMatchObject([
        { hide_amount: true, money: '5.00' },
        { hide_amount: true, money: '5.00' },
        { hide_amount: false, money: '5.00' },
      ]);
    });

    it('counts the people, on the first page, and never tells by the number who is unnamed', async () => {
      const { reader, article } = await openShop(market);
      const people = async (query = '') => (await get(`/articles/${article.id}/rewards${query}`)).body.people;
      expect(await people()).toBe(0);
      await paid(reader, article.id, {});
      await paid(reader, article.id, {});
      expect(await people()).toBe(1);
      await paid(reader, article.id);
      await paid(reader, article.id);
      expect(await people()).toBe(2);
      const { rewardId } = await paid(await register(market), article.id, {});
      expect(await people()).toBe(3);
      const { body } = await get(`/articles/${article.id}/rewards?limit=2`);
      expect(body.people).toBe(3);
      expect(await people(`?limit=2&cursor=${body.next_cursor as string}`)).toBeNull();
      await refund(rewardId, '5.00');
      expect(await people()).toBe(2);
    });

    it('counts a hundred tips and no more', async () => {
      const { author, reader, article } = await openShop(market);
      const add = (count: number) =>
        market.database.query(
          `INSERT INTO reward (id, out_trade_no, reader_id, author_id, article_id, amount_fen, channel, status, subject,
             created_time, paid_time, expires_time, trade_no)
           SELECT gen_random_uuid(), replace(gen_random_uuid()::text, '-', ''), $1, $2, $3, 1, 'alipay', 'paid', '',
             now(), now(), now(), 't' FROM generate_series(1, $4)`,
          [reader.user.id, author.user.id, article.id, count],
        );
      const people = async () => (await get(`/articles/${article.id}/rewards`)).body.people;
      await add(100);
      expect(await people()).toBe(1);
      await add(1);
      expect(await people()).toBeNull();
      expect((await get(`/articles/${article.id}/rewards?limit=100`)).body.people).toBeNull();
      await market.database.query('DELETE FROM reward WHERE article_id = $1', [article.id]);
    });
  });

  describe('under an Idempotency-Key', () => {
    it('is another request than one with a name, or one with its amount shown', async () => {
      const { reader, article } = await openShop(market);
      const first = await tip(reader, article.id, { anonymous: true }, 'k1').expect(201);
      const again = await tip(reader, article.id, { anonymous: true, hide_amount: false }, 'k1').expect(201);
      expect(again.headers.location).toBe(first.headers.location);
      for (const body of [{}, { hide_amount: true }, { anonymous: true, hide_amount: true }]) {
        const { status, body: problem } = await tip(reader, article.id, body, 'k1');
        expect([status, problem.code]).toEqual([422, 'idempotency_key_reused']);
      }
    });

    it('leaves keys from before there were such tips their meaning', async () => {
      const { reader, article } = await openShop(market);
      const old = await order(market, reader, article.id, '5.00');
      const meaning = JSON.stringify([article.id, '500', '', 'alipay']);
      await market.database.query(
        `INSERT INTO idempotency_key (user_id, route, key, request_digest, resource_id)
         VALUES ($1, 'POST /payments/alipay', 'old', $2, $3)`,
        [reader.user.id, createHash('sha256').update(meaning).digest(), old.rewardId],
      );
      for (const body of [{}, { anonymous: false, hide_amount: false }]) {
        const { status, headers } = await tip(reader, article.id, body, 'old');
        expect([status, headers.location]).toEqual([201, `/rewards/${old.rewardId}`]);
      }
      expect((await tip(reader, article.id, { anonymous: true }, 'old')).status).toBe(422);
    });
  });
});
