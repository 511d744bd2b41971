import { registerAdmin } from '../support/app.js';
import { type Market, type Person, control, openMarket, openShop, order } from '../support/alipay.js';
import { openCashier, paymentNotice, wallet } from '../support/alipay.js';
import { expectBalanced, rewardOf, send, SUCCESS } from '../support/books.js';
import { RefundSweep } from '../../src/payments/sweeps/refund-sweep.js';

/** Notifications are sent by hand here: those that the simulator would send by itself are lost. */
const BY_HAND = { never: true };

describe('refunds that cross each other', () => {
  let market: Market;
  let admin: Person;
  beforeAll(async () => {
    market = await openMarket();
    admin = await registerAdmin(market);
  });
  beforeEach(() => {
    market.simulator.faults.set({ notifications: BY_HAND });
  });
  afterEach(() => expectBalanced(market, admin));
  afterAll(() => market.close());

  async function paidTip() {
    const shop = await openShop(market);
    const tip = await order(market, shop.reader, shop.article.id, '5.00');
    await openCashier(tip.payUrl);
    await control(market, tip.outTradeNo, 'pay');
    await control(market, tip.outTradeNo, 'notify');
    return { ...shop, tip };
  }

  type Paid = Awaited<ReturnType<typeof paidTip>>;
  const refund = async ({ tip }: Paid, body: object) =>
    (await market.request.post(`/admin/rewards/${tip.rewardId}/refunds`).set(admin.auth).send(body)).body;
  const inConsole = ({ tip }: Paid, amount: string, number?: string) =>
    control(market, tip.outTradeNo, 'refund', { amount, ...(number && { out_request_no: number }) });
  const tellLast = ({ tip }: Paid) => control(market, tip.outTradeNo, 'notify');
  const refundNotice = ({ tip }: Paid, fee: string, number: string, changes = {}) =>
    paymentNotice(tip, {
      refund_fee: fee,
      gmt_refund: '2026-11-23 09:00:00.123',
      out_biz_no: number,
      ...changes,
    });

  async function resolve() {
    await market.database.query(`UPDATE refund SET next_try_time = now() WHERE status = 'pending'`);
    await market.app.get(RefundSweep, { strict: false }).resolve();
  }

  it('books one that was refused and happened after all, once, however often it is told', async () => {
    const paid = await paidTip();
    market.simulator.faults.set({
      gateway: { methods: ['alipay.trade.refund'], sub_code: 'ACQ.SELLER_BALANCE_NOT_ENOUGH', calls: 1 },
      notifications: BY_HAND,
    });
    expect(await refund(paid, { money: '2.00', reason: 'x' })).toMatchObject({ status: 'refused' });
    const [{ out_request_no: number }] = (await market.database.query(
      'SELECT out_request_no FROM refund WHERE reward_id = $1',
      [paid.tip.rewardId],
    )) as [{ out_request_no: string }];
    await inConsole(paid, '2.00', number);
    for (let i = 0; i < 3; i++) expect(await tellLast(paid)).toMatchObject({ accepted: true });
    expect(await rewardOf(market, paid.reader, paid.tip.rewardId)).toMatchObject({ refunded_money: '2.00' });
    expect(await wallet(market, paid.author)).toMatchObject({ balance: '3.00', earned_total: '3.00' });
  });

  it('has one from the console told again while one of ours holds the money and may yet be refused', async () => {
    const paid = await paidTip();
    market.simulator.faults.set({
      gateway: { methods: ['alipay.trade.refund'], down: true },
      notifications: BY_HAND,
    });
    expect(await refund(paid, { reason: 'x' })).toMatchObject({ status: 'pending', money: '5.00' });
    await inConsole(paid, '2.00');
    expect(await tellLast(paid)).toMatchObject({ accepted: false, http_status: 503 });
    market.simulator.faults.set({ notifications: BY_HAND });
    await resolve();
    expect(await wallet(market, paid.author)).toMatchObject({ balance: '5.00' });
    expect(await tellLast(paid)).toMatchObject({ accepted: true });
    expect(await rewardOf(market, paid.reader, paid.tip.rewardId)).toMatchObject({ refunded_money: '2.00' });
    expect(await wallet(market, paid.author)).toMatchObject({ balance: '3.00' });
  });

  it('books each of two from the console as what it was, told in the wrong order with the gateway down', async () => {
    const paid = await paidTip();
    await inConsole(paid, '2.00', 'first');
    await inConsole(paid, '1.00', 'second');
    market.simulator.faults.set({ gateway: { down: true }, notifications: BY_HAND });
    const second = refundNotice(paid, '3.00', 'second', { trade_no: await tradeNoOf(paid) });
    const first = refundNotice(paid, '2.00', 'first', { trade_no: await tradeNoOf(paid) });
    expect((await send(market, second)).status).toBe(503);
    market.simulator.faults.set({ notifications: BY_HAND });
    for (const notice of [second, first, second]) expect(await send(market, notice)).toEqual(SUCCESS);
    expect(await rewardOf(market, paid.reader, paid.tip.rewardId)).toMatchObject({ refunded_money: '3.00' });
    expect(await wallet(market, paid.author)).toMatchObject({ balance: '2.00' });
  });

  it('books one without a number together with an earlier one that is told later, each once', async () => {
    const paid = await paidTip();
    await inConsole(paid, '2.00', 'first');
    await inConsole(paid, '1.00', 'second');
    const changes = { trade_no: await tradeNoOf(paid) };
    const second = refundNotice(paid, '3.00', '', changes);
    const first = refundNotice(paid, '2.00', 'first', changes);
    for (const notice of [second, first, second, first]) expect(await send(market, notice)).toEqual(SUCCESS);
    expect(await rewardOf(market, paid.reader, paid.tip.rewardId)).toMatchObject({ refunded_money: '3.00' });
    expect(await wallet(market, paid.author)).toMatchObject({ balance: '2.00' });
  });

  it('books the refund of a second payment also when it is told before the payment itself', async () => {
    const paid = await paidTip();
    const changes = { trade_no: 'another', notify_id: 'another' };
    const payment = paymentNotice(paid.tip, changes);
    const notice = refundNotice(paid, '5.00', 'r', { ...changes, trade_status: 'TRADE_CLOSED' });
    for (const one of [notice, payment, notice, payment]) expect(await send(market, one)).toEqual(SUCCESS);
    const [row] = await market.database.query(
      'SELECT amount_fen, refunded_fen FROM second_payment WHERE reward_id = $1',
      [paid.tip.rewardId],
    );
    expect(row).toEqual({ amount_fen: '500', refunded_fen: '500' });
    expect(await wallet(market, paid.author)).toMatchObject({ balance: '5.00' });
  });

  async function tradeNoOf({ tip }: Paid): Promise<string> {
    const response = await fetch(`${market.simulator.url}/simulator/trades/${tip.outTradeNo}`);
    return ((await response.json()) as { trade_no: string }).trade_no;
  }
});
