import {
  type Market,
  notify,
  openMarket,
  openShop,
  order,
  paymentNotice,
  type Person,
  publish,
} from '../support/alipay.js';
import { register, registerAdmin } from '../support/app.js';
import { rewardOf } from '../support/books.js';

interface Listed {
  items: Record<string, any>[];
  next_cursor: string | null;
}

describe('rewards', () => {
  let market: Market;
  let admin: Person;
  let shop: Awaited<ReturnType<typeof openShop>>;
  beforeAll(async () => {
    market = await openMarket();
    admin = await registerAdmin(market);
    shop = await openShop(market);
  });
  afterAll(() => market.close());

  const pay = async (tip: Awaited<ReturnType<typeof order>>): Promise<void> => {
    const answer = await notify(market, market.sign(paymentNotice(tip, { trade_no: `t${tip.outTradeNo}` })));
    expect(answer.text).toBe('success');
  };

  /** All items of a list, in pages of `limit`. */
  async function walk(path: string, query: Record<string, unknown>, auth: Record<string, string>) {
    const pages: Record<string, any>[][] = [];
    let cursor: string | null = null;
    do {
      const response = await market.request
        .get(path)
        .query({ ...query, ...(cursor && { cursor }) })
        .set(auth);
      expect(response.status).toBe(200);
      const page = response.body as Listed;
      pages.push(page.items);
      cursor = page.next_cursor;
    } while (cursor !== null);
    return pages;
  }

  it('are shown to reader, author and administrators only', async () => {
    const tip = await order(market, shop.reader, shop.article.id, '5.00');
    for (const person of [shop.reader, shop.author, admin]) {
      expect(await rewardOf(market, person, tip.rewardId)).toMatchObject({ id: tip.rewardId, money: '5.00' });
    }
    const stranger = await register(market);
    const { status, body } = await market.request.get(`/rewards/${tip.rewardId}`).set(stranger.auth);
    expect([status, body.code]).toEqual([404, 'reward_not_found']);
    expect((await market.request.get(`/rewards/${tip.rewardId}`)).status).toBe(401);
    await pay(tip);
    expect(await rewardOf(market, shop.author, tip.rewardId)).toMatchObject({
      status: 'paid',
      trade_no: `t${tip.outTradeNo}`,
    });
  });

  it.each(['1', '00000000-0000-0000-0000-000000000000', '%00', "'", 'x'.repeat(150)])(
    'do not exist under the id %p',
    async (id) => {
      expect((await market.request.get(`/rewards/${id}`).set(admin.auth)).status).toBe(404);
      expect((await market.request.get(`/admin/rewards/${id}`).set(admin.auth)).status).toBe(404);
      expect((await market.request.post(`/admin/rewards/${id}/confirm`).set(admin.auth)).status).toBe(404);
    },
  );

  it('are listed to whoever sent or received them, newest first, each once', async () => {
    const { author, reader, article } = await openShop(market);
    const tips = [];
    for (let i = 1; i <= 7; i++) tips.push(await order(market, reader, article.id, `${i}.00`));
    for (const tip of tips.slice(0, 5)) await pay(tip);

    const sent = await walk('/rewards', { role: 'sent', limit: 3 }, reader.auth);
    expect(sent.map((page) => page.map(({ money }) => money))).toEqual([
      ['7.00', '6.00', '5.00'],
      ['4.00', '3.00', '2.00'],
      ['1.00'],
    ]);
    const received = await walk('/rewards', { role: 'received', limit: 2 }, author.auth);
    expect(received.flat().map(({ money }) => money)).toEqual(['5.00', '4.00', '3.00', '2.00', '1.00']);
    expect((await walk('/rewards', { role: 'received' }, reader.auth)).flat()).toEqual([]);
    expect((await walk('/rewards', {}, author.auth)).flat()).toEqual([]);
  });

  it.each(['role=both', 'limit=0', 'limit=101', 'limit=x', 'cursor=x', 'cursor=', 'cursor=WyJ4Il0'])(
    'refuse the query %s',
    async (query) => {
      const { status, body } = await market.request.get(`/rewards?${query}`).set(shop.reader.auth);
      expect([status, body.code]).toEqual([400, 'invalid_input']);
    },
  );

  it('show an article its paid supporters, newest payment first, without their ids', async () => {
    const { reader, article } = await openShop(market);
    const tips = [];
    for (let i = 1; i <= 5; i++) tips.push(await order(market, reader, article.id, `${i}.00`));
    for (const i of [3, 0, 4, 1]) await pay(tips[i]!);
    const pages = await walk(`/articles/${article.id}/rewards`, { limit: 3 }, {});
    expect(pages.map((page) => page.map(({ money }) => money))).toEqual([['2.00', '5.00', '1.00'], ['4.00']]);
    const { nickname, avatar } = reader.user;
    const [first] = pages[0]!;
    expect(first).toEqual({
      user: { nickname, avatar },
      anonymous: false,
      money: '2.00',
      message: '写得好',
      paid_time: first!.paid_time,
    });
  });

  it('have no supporters where the article cannot be seen', async () => {
    const draft = await publish(market, shop.author, { is_show: false });
    for (const id of [draft.id, 'x', '01980000-0000-7000-8000-000000000000']) {
      const { status, body } = await market.request.get(`/articles/${id}/rewards`);
      expect([status, body.code]).toEqual([404, 'article_not_found']);
    }
    expect((await market.request.get(`/articles/${draft.id}/rewards`).set(shop.author.auth)).status).toBe(
      200,
    );
  });

  it.each([
    [['2026-99-99T99:99:99Z', '01980000-0000-7000-8000-000000000000']],
    [['2026-02-30T00:00:00.000Z', '01980000-0000-7000-8000-000000000000']],
    [['2026-01-01T..Z', '01980000-0000-7000-8000-000000000000']],
    [['x']],
  ])('refuse the forged supporters cursor %p', async (position) => {
    const cursor = Buffer.from(JSON.stringify(position)).toString('base64url');
    const { status, body } = await market.request
      .get(`/articles/${shop.article.id}/rewards`)
      .query({ cursor });
    expect([status, body.code]).toEqual([400, 'invalid_input']);
  });
});
