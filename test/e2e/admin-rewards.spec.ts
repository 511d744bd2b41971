import {
  type Market,
  notify,
  openMarket,
  openShop,
  order,
  paymentNotice,
  type Person,
} from '../support/alipay.js';
import { registerAdmin } from '../support/app.js';
import { rewardOf } from '../support/books.js';

type Tip = Awaited<ReturnType<typeof order>>;

describe('administration of rewards', () => {
  let market: Market;
  let admin: Person;
  let shop: Awaited<ReturnType<typeof openShop>>;
  beforeAll(async () => {
    market = await openMarket();
    admin = await registerAdmin(market);
    shop = await openShop(market);
  });
  afterEach(() => {
    market.simulator.faults.reset();
  });
  afterAll(() => market.close());

  const list = (query: Record<string, unknown>, person = admin) =>
    market.request.get('/admin/rewards').query(query).set(person.auth);
  const idsOf = (body: { items: { id: string }[] }): string[] => body.items.map(({ id }) => id);

  it.each(['/admin/rewards', '/admin/callbacks', '/admin/ledger/check'])(
    '%s is for administrators',
    async (path) => {
      expect((await market.request.get(path)).status).toBe(401);
      expect((await market.request.get(path).set(shop.reader.auth)).status).toBe(403);
    },
  );

  describe('the list', () => {
    let small: Tip;
    let large: Tip;
    let other: Awaited<ReturnType<typeof openShop>>;
    let foreign: Tip;
    beforeAll(async () => {
      small = await order(market, shop.reader, shop.article.id, '1.00');
      large = await order(market, shop.reader, shop.article.id, '99.99');
      other = await openShop(market);
      foreign = await order(market, other.reader, other.article.id, '5.00');
      await notify(market, market.sign(paymentNotice(foreign)));
      await market.request
        .post('/payments/alipay')
        .set(other.author.auth)
        .send({ money: 2, article_id: shop.article.id, type: 2 })
        .expect(201);
    });

    it('is newest first, in pages', async () => {
      const first = await list({ limit: 3 });
      expect(first.body.items).toHaveLength(3);
      const second = await list({ limit: 3, cursor: first.body.next_cursor });
      const ids = [...idsOf(first.body), ...idsOf(second.body)];
      expect(ids).toEqual([...ids].sort().reverse());
      expect(ids.slice(1)).toEqual([foreign, large, small].map(({ rewardId }) => rewardId));
      expect(second.body.next_cursor).toBeNull();
    });

    it('has filters that all must hold', async () => {
      const cases: [Record<string, unknown>, Tip[]][] = [
        [{ status: 'pending' }, [large, small]],
        [{ status: 'paid', channel: 'alipay' }, [foreign]],
        [{ status: 'closed' }, []],
        [{ author: other.author.user.username }, [foreign]],
        [{ author: other.author.user.id }, [foreign]],
        [{ user: shop.reader.user.username }, [large, small]],
        [{ user: shop.reader.user.id, max: '50' }, [small]],
        [{ article_id: other.article.id }, [foreign]],
        [{ out_trade_no: small.outTradeNo }, [small]],
        [{ trade_no: '2026112222001424330501234567' }, [foreign]],
        [{ min: '99.99' }, [large]],
        [{ min: '1', max: '1.00' }, [small]],
        [{ min: '100' }, []],
        [{ from: '2020-01-01T00:00:00+08:00', to: '2021-01-01' }, []],
        [{ from: '2020-01-01', status: 'pending' }, [large, small]],
        [{ user: 'nobody-of-that-name' }, []],
        [{ article_id: 'x' }, []],
        [{ out_trade_no: '%' }, []],
      ];
      for (const [query, expected] of cases) {
        const { status, body } = await list(query);
        expect([query, status]).toEqual([query, 200]);
        expect([query, idsOf(body)]).toEqual([query, expected.map(({ rewardId }) => rewardId)]);
      }
    });

    it('takes a date alone for its beginning in Beijing', async () => {
      const [created] = await market.database.query(
        `SELECT day::text, (day + 1)::text AS next
         FROM (SELECT (created_time AT TIME ZONE 'Asia/Shanghai')::date AS day FROM reward WHERE id = $1) AS r`,
        [small.rewardId],
      );
      const { day, next } = created as { day: string; next: string };
      const of = (query: object) => list({ ...query, out_trade_no: small.outTradeNo });
      expect(idsOf((await of({ from: day, to: next })).body)).toEqual([small.rewardId]);
      expect(idsOf((await of({ to: day })).body)).toEqual([]);
      expect(idsOf((await of({ from: next })).body)).toEqual([]);
    });

    it('bounds the time of creation: from is included, to is not', async () => {
      const { created_time } = await rewardOf(market, admin, small.rewardId);
      expect(idsOf((await list({ from: created_time, out_trade_no: small.outTradeNo })).body)).toHaveLength(
        1,
      );
      expect(idsOf((await list({ to: created_time, out_trade_no: small.outTradeNo })).body)).toHaveLength(0);
    });

    it.each([
      'status=gone',
      'channel=wechat',
      'from=yesterday',
      'from=2026-13-01',
      'to=2026-01-01T25:00:00Z',
      'min=-1',
      'max=1e3',
      'limit=0',
      'cursor=x',
      'author=%00',
      'status=paid&status=closed',
    ])('refuses %s', async (query) => {
      const { status, body } = await market.request.get(`/admin/rewards?${query}`).set(admin.auth);
      expect([status, body.code]).toEqual([400, 'invalid_input']);
      expect(body.errors).toHaveLength(1);
    });

    it.each([
      'from=2026-02-30',
      'from=0000-01-01',
      'to=9999-12-31T23:59:59%2B08:00',
      'from=2026-01-01T00:00:00.123456Z',
    ])('does not break over %s', async (query) => {
      const { status } = await market.request.get(`/admin/rewards?${query}`).set(admin.auth);
      expect(status).toBeLessThan(500);
    });
  });

  it('shows all that happened to a reward, in order', async () => {
    const tip = await order(market, shop.reader, shop.article.id, '5.00');
    const waiting = { trade_status: 'WAIT_BUYER_PAY', gmt_payment: undefined };
    await notify(market, market.sign(paymentNotice(tip, waiting)));
    await notify(market, `out_trade_no=${tip.outTradeNo}&sign_type=RSA2&sign=AAAA`);
    await notify(market, market.sign(paymentNotice(tip)));
    await notify(market, market.sign(paymentNotice(tip, { refund_fee: '1.00', out_biz_no: 'r1' })));
    const { body } = await market.request.get(`/admin/rewards/${tip.rewardId}`).set(admin.auth);
    expect(body).toMatchObject({
      status: 'partially_refunded',
      refunded_money: '1.00',
      article: { id: shop.article.id },
    });
    const history = body.history as { kind: string; outcome: string; source: string; time: string }[];
    const story = history.map(({ kind, outcome, source }) => `${source} ${kind} ${outcome}`);
    expect([...story].sort()).toEqual(
      [
        'gateway refund done',
        'notify callback bad_signature',
        'notify callback refund_booked',
        'notify callback settled',
        'notify callback waiting',
        'notify state_change paid',
        'notify state_change refunded',
        'reader state_change created',
      ].sort(),
    );
    expect(history[0]!.outcome).toBe('created');
    const times = history.map(({ time }) => time);
    expect(times).toEqual([...times].sort());
    expect(body.refunds).toMatchObject([
      { money: '1.00', status: 'done', origin: 'gateway', out_request_no: 'r1' },
    ]);
  });

  it('pages through the callbacks, newest first', async () => {
    const first = await market.request.get('/admin/callbacks?limit=2').set(admin.auth);
    expect(first.body.items).toHaveLength(2);
    const rest = await market.request
      .get('/admin/callbacks')
      .query({ limit: 100, cursor: first.body.next_cursor })
      .set(admin.auth);
    const ids = [...idsOf(first.body), ...idsOf(rest.body)];
    expect(new Set(ids).size).toBe(ids.length);
    expect(rest.body.next_cursor).toBeNull();
    expect((await market.request.get('/admin/callbacks?verified=yes').set(admin.auth)).status).toBe(400);
  });
});
