import { control, type Market, openCashier, openMarket, openShop, order } from '../support/alipay.js';
import { paymentNotice, type Person, until, wallet } from '../support/alipay.js';
import { registerAdmin } from '../support/app.js';
import { expectBalanced, outcomesOf, rewardOf, send, storyOf, SUCCESS } from '../support/books.js';

type Tip = Awaited<ReturnType<typeof order>>;

describe('a notification of a refund', () => {
  let market: Market;
  let admin: Person;
  let shop: Awaited<ReturnType<typeof openShop>>;
  let tip: Tip;
  beforeAll(async () => {
    market = await openMarket();
    admin = await registerAdmin(market);
  });
  beforeEach(async () => {
    market.simulator.faults.reset();
    shop = await openShop(market);
    tip = await order(market, shop.reader, shop.article.id, '5.00');
  });
  afterEach(() => expectBalanced(market, admin));
  afterAll(() => market.close());

  const reward = () => rewardOf(market, shop.reader, tip.rewardId);
  const purse = () => wallet(market, shop.author);
  const refund = (fee: string, number?: string, changes = {}): Record<string, string> =>
    paymentNotice(tip, {
      refund_fee: fee,
      gmt_refund: '2026-11-23 09:00:00.123',
      out_biz_no: number,
      notify_id: `refund_${fee}`,
      ...changes,
    });

  it('in part is no second payment: it is booked once and taken from the author', async () => {
    await send(market, paymentNotice(tip));
    for (let i = 0; i < 2; i++) expect(await send(market, refund('2.00', 'r1'))).toEqual(SUCCESS);
    expect(await send(market, refund('2.00', 'r1', { notify_time: '2026-11-23 09:04:00' }))).toEqual(SUCCESS);
    expect(await reward()).toMatchObject({
      status: 'partially_refunded',
      refunded_money: '2.00',
      money: '5.00',
    });
    expect(await purse()).toMatchObject({ balance: '3.00', earned_total: '3.00', debt: '0.00' });
    expect(await storyOf(market, admin, tip.rewardId)).toEqual(['created', 'paid', 'refunded']);
    expect(await outcomesOf(market, admin, tip.outTradeNo)).toEqual([
      'settled',
      'refund_booked',
      'refund_known',
    ]);
  });

  it('carries the sum: the next one books only what is new, and the last makes it refunded', async () => {
    await send(market, paymentNotice(tip));
    await send(market, refund('2.00', 'r1'));
    expect(await send(market, refund('3.50', 'r2'))).toEqual(SUCCESS);
    expect(await reward()).toMatchObject({ status: 'partially_refunded', refunded_money: '3.50' });
    expect(await send(market, refund('5.00', 'r3', { trade_status: 'TRADE_CLOSED' }))).toEqual(SUCCESS);
    expect(await reward()).toMatchObject({ status: 'refunded', refunded_money: '5.00' });
    expect(await purse()).toMatchObject({ balance: '0.00', earned_total: '0.00' });
  });

  it('may arrive out of order', async () => {
    await send(market, paymentNotice(tip));
    expect(await send(market, refund('3.00', 'r2'))).toEqual(SUCCESS);
    expect(await send(market, refund('1.00', 'r1'))).toEqual(SUCCESS);
    expect(await reward()).toMatchObject({ refunded_money: '3.00' });
    expect(await purse()).toMatchObject({ balance: '2.00' });
  });

  it('without a refund number is told apart by its sum', async () => {
    await send(market, paymentNotice(tip));
    for (const fee of ['1.00', '1.00', '2.50', '2.50']) {
      expect(await send(market, refund(fee))).toEqual(SUCCESS);
    }
    expect(await reward()).toMatchObject({ refunded_money: '2.50' });
    expect(await purse()).toMatchObject({ balance: '2.50' });
  });

  it('in full without an amount refunds everything', async () => {
    await send(market, paymentNotice(tip));
    const closed = paymentNotice(tip, { trade_status: 'TRADE_CLOSED', gmt_close: '2026-11-23 09:00:00' });
    expect(await send(market, closed)).toEqual(SUCCESS);
    expect(await reward()).toMatchObject({ status: 'refunded', refunded_money: '5.00' });
  });

  it('makes a debt of what the author has spent, which the next tip pays first', async () => {
    await send(market, paymentNotice(tip));
    const other = await openShop(market);
    await market.request
      .post('/payments/alipay')
      .set(shop.author.auth)
      .send({ money: '4.00', article_id: other.article.id, type: 2 })
      .expect(201);
    await send(market, refund('5.00', 'r1', { trade_status: 'TRADE_CLOSED' }));
    expect(await purse()).toMatchObject({ balance: '0.00', debt: '4.00', earned_total: '0.00' });
    const next = await order(market, shop.reader, shop.article.id, '6.00');
    await send(market, paymentNotice(next, { trade_no: '2026112222001424330501111111' }));
    expect(await purse()).toMatchObject({ balance: '2.00', debt: '0.00', earned_total: '6.00' });
  });

  it('before the payment is known: the gateway is asked, the whole is settled, the refund is booked', async () => {
    market.simulator.faults.set({ notifications: { never: true } });
    await openCashier(tip.payUrl);
    await control(market, tip.outTradeNo, 'pay');
    expect(await reward()).toMatchObject({ status: 'pending' });
    market.simulator.faults.reset();
    await control(market, tip.outTradeNo, 'refund', { amount: '2.00' });
    await until(async () => (await reward()).status === 'partially_refunded');
    expect(await purse()).toMatchObject({ balance: '3.00', earned_total: '3.00' });
    expect(await storyOf(market, admin, tip.rewardId)).toEqual(['created', 'paid', 'refunded']);
    expect(await outcomesOf(market, admin, tip.outTradeNo, 'query')).toEqual(['settled']);
  });

  it('before the payment is known and with the gateway down is to be sent again', async () => {
    market.simulator.faults.set({
      gateway: { methods: ['alipay.trade.query'], down: true },
      notifications: { never: true },
    });
    await openCashier(tip.payUrl);
    await control(market, tip.outTradeNo, 'pay');
    await control(market, tip.outTradeNo, 'refund', { amount: '5.00' });
    expect(await control(market, tip.outTradeNo, 'notify')).toMatchObject({
      accepted: false,
      http_status: 503,
      answer: 'fail',
    });
    expect(await reward()).toMatchObject({ status: 'pending' });
    market.simulator.faults.reset();
    expect(await control(market, tip.outTradeNo, 'notify')).toMatchObject({ accepted: true });
    expect(await reward()).toMatchObject({ status: 'refunded', refunded_money: '5.00' });
    expect(await purse()).toMatchObject({ balance: '0.00', earned_total: '0.00', debt: '0.00' });
  });

  it('of a trade that the gateway calls unpaid credits nobody', async () => {
    await openCashier(tip.payUrl);
    expect((await send(market, refund('2.00', 'r1'))).status).toBe(503);
    expect(await reward()).toMatchObject({ status: 'pending' });
    expect(await purse()).toMatchObject({ balance: '0.00' });
  });

  it('for another amount than the order credits nobody', async () => {
    await send(market, paymentNotice(tip));
    expect((await send(market, refund('2.00', 'r1', { total_amount: '6.00' }))).status).toBe(400);
    expect(await reward()).toMatchObject({ status: 'paid', refunded_money: '0.00' });
  });
});
