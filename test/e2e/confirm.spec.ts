import {
  control,
  type Market,
  notify,
  openCashier,
  openMarket,
  openShop,
  order,
  payAtCashier,
  paymentNotice,
  type Person,
  wallet,
} from '../support/alipay.js';
import { register, registerAdmin } from '../support/app.js';
import { callbacksOf, expectBalanced, rewardOf, storyOf } from '../support/books.js';

type Tip = Awaited<ReturnType<typeof order>>;

describe('confirming an order at the gateway', () => {
  let market: Market;
  let admin: Person;
  let shop: Awaited<ReturnType<typeof openShop>>;
  let tip: Tip;
  beforeAll(async () => {
    market = await openMarket();
    admin = await registerAdmin(market);
    shop = await openShop(market);
  });
  afterAll(() => market.close());

  const confirm = (tip: Tip) => market.request.post(`/admin/rewards/${tip.rewardId}/confirm`).set(admin.auth);

  beforeEach(async () => {
    market.simulator.faults.set({ notifications: { never: true } });
    tip = await order(market, shop.reader, shop.article.id, '5.00');
  });
  afterEach(() => expectBalanced(market, admin));

  it('settles what was paid, once', async () => {
    const before = Number((await wallet(market, shop.author)).balance);
    await payAtCashier(market, tip);
    const first = await confirm(tip);
    expect(first.body).toMatchObject({ outcome: 'settled', status: 'paid', id: tip.rewardId });
    expect(first.status).toBe(200);
    expect((await confirm(tip)).body).toMatchObject({ outcome: 'already_settled' });
    expect(Number((await wallet(market, shop.author)).balance)).toBe(before + 5);
    expect(await callbacksOf(market, admin, tip.outTradeNo)).toMatchObject([
      { source: 'query', verified: true, outcome: 'settled', times: 2 },
    ]);
  });

  it('closes what closed unpaid', async () => {
    await openCashier(tip.payUrl);
    await control(market, tip.outTradeNo, 'close');
    expect((await confirm(tip)).body).toMatchObject({ outcome: 'closed', status: 'closed' });
    expect((await confirm(tip)).body).toMatchObject({ outcome: 'already_closed' });
    expect(await storyOf(market, admin, tip.rewardId)).toEqual(['created', 'closed']);
  });

  it('leaves open what can still be paid', async () => {
    expect((await confirm(tip)).body).toMatchObject({ outcome: 'not_there', status: 'pending' });
    await openCashier(tip.payUrl);
    expect((await confirm(tip)).body).toMatchObject({ outcome: 'waiting', status: 'pending' });
  });

  it('closes an order that the gateway never saw once its address has expired', async () => {
    await market.database.query(
      `UPDATE reward SET expires_time = now() - interval '1 minute' WHERE id = $1`,
      [tip.rewardId],
    );
    expect((await confirm(tip)).body).toMatchObject({ outcome: 'closed', status: 'closed' });
  });

  it('is 502 gateway_unknown where the gateway cannot say, and changes nothing', async () => {
    await payAtCashier(market, tip);
    for (const fault of [{ down: true }, { sub_code: 'ACQ.SYSTEM_ERROR' }, { unsigned: true }]) {
      market.simulator.faults.set({ gateway: fault, notifications: { never: true } });
      const { status, body } = await confirm(tip);
      expect([status, body.code]).toEqual([502, 'gateway_unknown']);
    }
    expect(await rewardOf(market, admin, tip.rewardId)).toMatchObject({ status: 'pending' });
  });

  it('has nothing to ask about a tip from balance', async () => {
    const { author, article } = await openShop(market);
    const earned = await order(market, shop.reader, article.id, '5.00');
    await notify(market, market.sign(paymentNotice(earned, { trade_no: `t${earned.outTradeNo}` })));
    const { headers } = await market.request
      .post('/payments/alipay')
      .set(author.auth)
      .send({ money: 1, article_id: shop.article.id, type: 2 });
    const id = headers.location!.replace('/rewards/', '');
    const { body } = await market.request.post(`/admin/rewards/${id}/confirm`).set(admin.auth);
    expect(body).toMatchObject({ outcome: 'already_settled', status: 'paid', channel: 'balance' });
  });

  it('is for administrators', async () => {
    const path = `/admin/rewards/${tip.rewardId}/confirm`;
    expect((await market.request.post(path).set((await register(market)).auth)).status).toBe(403);
    expect((await market.request.post(path)).status).toBe(401);
  });
});
