import { ReconciliationAdministration } from '../../src/reconciliation/reconciliation-administration.js';
import {
  type Market,
  type Person,
  control,
  openMarket,
  openShop,
  order,
  payAtCashier,
  until,
  wallet,
} from '../support/alipay.js';
import { register, registerAdmin } from '../support/app.js';
import { beijingDay, billOf, billZip, plant, reconcile } from '../support/bills.js';
import { checkLedger, expectBalanced, rewardOf, storyOf } from '../support/books.js';

describe('reconciliation', () => {
  let market: Market;
  let admin: Person;
  const today = beijingDay();
  beforeEach(async () => {
    market = await openMarket({ fees: { serviceRate: 60n } });
    admin = await registerAdmin(market);
  });
  afterEach(() => market.close());

  async function paidTip(money = '5.00') {
    const shop = await openShop(market);
    const tip = await order(market, shop.reader, shop.article.id, money);
    const returnUrl = await payAtCashier(market, tip);
    await fetch(`${market.url}/payments/alipay/result${new URL(returnUrl).search}`);
    const reward = await rewardOf(market, admin, tip.rewardId);
    return { ...shop, tip, tradeNo: reward.trade_no! };
  }

  function get(path: string, person = admin) {
    return market.request.get(`/admin/reconciliations${path}`).set(person.auth);
  }

  function handle(day: string, zip: Buffer) {
    return market.app.get(ReconciliationAdministration, { strict: false }).runFile(day, zip);
  }

  it('finds no difference where there is none, and again changes nothing', async () => {
    const { tip } = await paidTip('5.00');
    await paidTip('7.00');
    await market.request
      .post(`/admin/rewards/${tip.rewardId}/refunds`)
      .set(admin.auth)
      .send({ money: '2.00', reason: 'x' });
    const first = await reconcile(market, admin);
    expect(first).toMatchObject({
      date: today,
      state: 'fetched',
      failure: '',
      payment_count: 2,
      refund_count: 1,
      received: '12.00',
      refunded: '2.00',
      service_fee: '0.06',
      difference_count: 0,
      differences: [],
    });
    expect(await reconcile(market, admin)).toEqual(first);
    expect((await get('')).body).toMatchObject({
      items: [{ date: today, difference_count: 0 }],
      next_cursor: null,
    });
    expect((await get(`/${today}`)).body).toEqual(first);
    await expectBalanced(market, admin);
  });

  it('settles a payment that was never heard of, after a query', async () => {
    market.simulator.faults.set({ notifications: { never: true } });
    const { author, reader, article } = await openShop(market);
    const tip = await order(market, reader, article.id, '5.00');
    await payAtCashier(market, tip);
    const result = await reconcile(market, admin);
    expect(result).toMatchObject({ payment_count: 1, difference_count: 0 });
    expect(await wallet(market, author)).toMatchObject({ balance: '5.00' });
    await expectBalanced(market, admin);
  });

  it('leaves a payment that the gateway does not confirm as a difference of state', async () => {
    const { reader, article } = await openShop(market);
    const tip = await order(market, reader, article.id, '5.00');
    await plant(market, today, [
      { kind: 'extra', out_trade_no: tip.outTradeNo, amount: '5.00', fee: '-0.03' },
    ]);
    expect((await reconcile(market, admin)).differences).toMatchObject([
      {
        kind: 'different_state',
        subject: 'payment',
        reward_id: tip.rewardId,
        here: 'pending',
        there: 'paid',
      },
    ]);
    expect(await rewardOf(market, admin, tip.rewardId)).toMatchObject({ status: 'pending' });
  });

  it('names what is missing here and there, other amounts, other states and other fees', async () => {
    const missing = await paidTip('1.00');
    const amount = await paidTip('2.00');
    const state = await paidTip('3.00');
    const fee = await paidTip('10.00');
    await plant(market, today, [
      { kind: 'missing', out_trade_no: missing.tip.outTradeNo },
      { kind: 'amount', out_trade_no: amount.tip.outTradeNo, amount: '2.50' },
      { kind: 'fee', out_trade_no: amount.tip.outTradeNo, fee: '-0.02' },
      { kind: 'state', out_trade_no: state.tip.outTradeNo },
      { kind: 'fee', out_trade_no: fee.tip.outTradeNo, fee: '-0.60' },
      { kind: 'extra', out_trade_no: 'nobody', amount: '4.00', fee: '-0.02' },
    ]);
    const { differences } = await reconcile(market, admin);
    const told = (outTradeNo: string) => differences.filter((one) => one.out_trade_no === outTradeNo);
    expect(told(missing.tip.outTradeNo)).toMatchObject([
      {
        kind: 'missing_there',
        subject: 'payment',
        reward_id: missing.tip.rewardId,
        here: '1.00',
        there: null,
      },
    ]);
    expect(told(amount.tip.outTradeNo)).toMatchObject([
      { kind: 'different_amount', subject: 'payment', here: '2.00', there: '2.50' },
    ]);
    expect(told(state.tip.outTradeNo)).toMatchObject([
      { kind: 'different_state', subject: 'payment', here: 'payment', there: 'refund' },
    ]);
    expect(told(fee.tip.outTradeNo)).toMatchObject([
      { kind: 'different_amount', subject: 'fee', here: '0.06', there: '0.60' },
    ]);
    expect(told('nobody')).toMatchObject([
      { kind: 'missing_here', subject: 'payment', reward_id: null, here: null, there: '4.00' },
    ]);
    expect(differences).toHaveLength(5);
    expect(await wallet(market, state.author)).toMatchObject({ balance: '3.00' });

    const { balanced, differences: found } = await checkLedger(market, admin);
    expect(balanced).toBe(false);
    expect(found).toEqual(
      expect.arrayContaining([
        { check: 'bill_received', subject: today, expected: '1650', actual: '1600' },
        { check: 'bill_refunded', subject: today, expected: '300', actual: '0' },
      ]),
    );
    await plant(market, today, []);
    expect(await reconcile(market, admin)).toMatchObject({ difference_count: 0, differences: [] });
    await expectBalanced(market, admin);
  });

  it('takes no money from an author for a refund that the gateway knows nothing of', async () => {
    const { author, tip, tradeNo } = await paidTip('5.00');
    const extra = { kind: 'extra', out_trade_no: tip.outTradeNo, trade_no: tradeNo, amount: '2.00' };
    await plant(market, today, [{ ...extra, out_request_no: 'never' }]);
    expect((await reconcile(market, admin)).differences).toMatchObject([
      { kind: 'missing_here', subject: 'refund', out_request_no: 'never', here: null, there: '2.00' },
    ]);
    expect(await wallet(market, author)).toMatchObject({ balance: '5.00' });
  });

  it('keeps a payment of 23:59:59 there that was recorded here on the next day: no difference on either', async () => {
    const { tip, tradeNo } = await paidTip('5.00');
    const [before, dayBefore] = [beijingDay(-1), beijingDay(-2)];
    const set = `paid_time = '${before} 00:00:02+08', created_time = '${dayBefore} 23:55:00+08'`;
    await market.database.query(`UPDATE reward SET ${set} WHERE id = $1`, [tip.rewardId]);
    const { outTradeNo } = tip;
    expect(await handle(before, billOf(before, []))).toMatchObject({ difference_count: 0 });
    const line = { outTradeNo, tradeNo, amount: '5.00', time: `${dayBefore} 23:59:59` };
    expect(await handle(dayBefore, billOf(dayBefore, [line]))).toMatchObject({ difference_count: 0 });
    expect((await get(`/${before}`)).body).toMatchObject({ difference_count: 0 });
    // Where the neighbour says nothing of it either, it is missing there.
    expect(await handle(dayBefore, billOf(dayBefore, []))).toMatchObject({ difference_count: 0 });
    expect((await get(`/${before}`)).body).toMatchObject({
      differences: [{ kind: 'missing_there', out_trade_no: outTradeNo }],
    });
  });

  it('says when there is no bill yet, and keeps an older one when a newer cannot be had', async () => {
    await paidTip();
    const method = 'alipay.data.dataservice.bill.downloadurl.query';
    const refuse = (subCode: string) => {
      market.simulator.faults.set({ gateway: { methods: [method], sub_code: subCode } });
    };
    refuse('BILL_NOT_EXIST');
    expect(await reconcile(market, admin)).toMatchObject({ state: 'unavailable', failure: 'not_ready' });
    market.simulator.faults.set({ gateway: { methods: [method], down: true } });
    expect(await reconcile(market, admin)).toMatchObject({ state: 'failed', failure: 'gateway_unknown' });
    market.simulator.faults.reset();
    const fetched = await reconcile(market, admin);
    expect(fetched).toMatchObject({ state: 'fetched', failure: '', payment_count: 1 });
    market.simulator.faults.set({ gateway: { methods: ['bill.download'], die_after_work: true } });
    expect(await reconcile(market, admin)).toEqual({ ...fetched, failure: 'gateway_unknown' });
    refuse('NO_BILL_DATA');
    expect(await reconcile(market, admin)).toMatchObject({
      payment_count: 0,
      differences: [{ kind: 'missing_there', subject: 'payment' }],
    });
  });

  it.each([
    ['down', { down: true }],
    ['answering 502', { status: 502 }],
    ['sending nonsense', { nonsense: true }],
    ['cutting the file off', { die_after_work: true }],
  ])('asks for another address when the download fails once: %s', async (name, fault) => {
    await paidTip();
    market.simulator.faults.set({ gateway: { methods: ['bill.download'], calls: 1, ...fault } });
    const result = await reconcile(market, admin);
    // What arrives whole is not asked for again: it is refused, and the next run has another one.
    if (name === 'sending nonsense') expect(result).toMatchObject({ state: 'failed', failure: 'not_a_zip' });
    else expect(result).toMatchObject({ state: 'fetched', payment_count: 1 });
  });

  it('writes down a file that cannot be read, and uses nothing of it', async () => {
    const zip = billOf(today, [{ outTradeNo: 'nobody' }, { amount: '1.234' }]);
    expect(await handle(today, zip)).toMatchObject({ state: 'failed', failure: 'bad_amount (row 2)' });
    expect(await handle(today, billZip('?'))).toMatchObject({ state: 'failed', failure: 'no_detail' });
    expect(await market.database.query('SELECT 1 FROM bill_row')).toEqual([]);
  });

  it('books a refund of the console that nobody told of, once', async () => {
    const { author, tip } = await paidTip('5.00');
    market.simulator.faults.set({ notifications: { never: true } });
    await control(market, tip.outTradeNo, 'refund', { amount: '2.00', out_request_no: 'console_1' });
    expect(await reconcile(market, admin)).toMatchObject({ refund_count: 1, difference_count: 0 });
    await reconcile(market, admin);
    const { body } = await market.request.get(`/admin/rewards/${tip.rewardId}`).set(admin.auth);
    expect(body).toMatchObject({ status: 'partially_refunded', refunded_money: '2.00' });
    expect(body.refunds).toMatchObject([{ out_request_no: 'console_1', origin: 'bill', status: 'done' }]);
    expect(await wallet(market, author)).toMatchObject({ balance: '3.00' });
    await expectBalanced(market, admin);
  });

  it('adopts what a notice without a number was booked as, instead of adding one', async () => {
    const { author, tip } = await paidTip('5.00');
    await control(market, tip.outTradeNo, 'refund', {
      amount: '2.00',
      out_request_no: 'console_2',
      omit_out_biz_no: true,
    });
    await until(async () => (await wallet(market, author)).balance === '3.00');
    expect(await reconcile(market, admin)).toMatchObject({ difference_count: 0 });
    const { body } = await market.request.get(`/admin/rewards/${tip.rewardId}`).set(admin.auth);
    expect(body.refunds).toMatchObject([{ out_request_no: 'console_2', money: '2.00', origin: 'gateway' }]);
    expect(await storyOf(market, admin, tip.rewardId)).toContain('refund_numbered');
    await expectBalanced(market, admin);
  });

  it('adopts several refunds that one notice without a number told of', async () => {
    const { author, tip } = await paidTip('5.00');
    market.simulator.faults.set({ notifications: { never: true } });
    await control(market, tip.outTradeNo, 'refund', { amount: '1.00', out_request_no: 'part_1' });
    await control(market, tip.outTradeNo, 'refund', { amount: '2.00', out_request_no: 'part_2' });
    const fields = { refund_fee: '3.00', out_biz_no: null };
    await control(market, tip.outTradeNo, 'notify', { refund: { amount: '2.00' }, fields });
    await until(async () => (await wallet(market, author)).balance === '2.00');
    expect(await reconcile(market, admin)).toMatchObject({ refund_count: 2, difference_count: 0 });
    expect(await reconcile(market, admin)).toMatchObject({ difference_count: 0 });
    const { body } = await market.request.get(`/admin/rewards/${tip.rewardId}`).set(admin.auth);
    expect(body.refunds).toMatchObject([{ out_request_no: 'sum_300', money: '3.00' }]);
    expect(await wallet(market, author)).toMatchObject({ balance: '2.00' });
    await expectBalanced(market, admin);
  });

  it('completes a refund of ours that was still unknown', async () => {
    const { tip } = await paidTip('5.00');
    market.simulator.faults.set({ gateway: { die_after_work: true } });
    const path = `/admin/rewards/${tip.rewardId}/refunds`;
    const refund = await market.request.post(path).set(admin.auth).send({ money: '2.00', reason: 'x' });
    expect(refund.body.status).toBe('pending');
    market.simulator.faults.reset();
    expect(await reconcile(market, admin)).toMatchObject({ difference_count: 0 });
    expect(await rewardOf(market, admin, tip.rewardId)).toMatchObject({ refunded_money: '2.00' });
    await expectBalanced(market, admin);
  });

  it('is for administrators, about days that exist and are not in the future', async () => {
    const reader = await register(market);
    expect((await get('', reader)).status).toBe(403);
    expect((await market.request.get('/admin/reconciliations')).status).toBe(401);
    const post = (body: object, person = admin) =>
      market.request.post('/admin/reconciliations').set(person.auth).send(body);
    expect((await post({ date: today }, reader)).status).toBe(403);
    for (const date of ['2026-02-30', '20261121', '', '1026-01-01', 20261121, null, beijingDay(1)]) {
      const { status, body } = await post({ date });
      expect([date, status, body.errors[0].field]).toEqual([date, 400, 'date']);
    }
    for (const date of ['2026-11-01', 'nonsense', '2026-02-30']) {
      expect((await get(`/${date}`)).body.code).toBe('reconciliation_not_found');
    }
    expect((await get('?cursor=WyIyOTk5LTAyLTMwIl0')).status).toBe(400);
  });
});
