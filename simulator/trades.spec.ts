import { Merchant } from './testing/merchant.js';

describe('trades at the gateway', () => {
  let merchant: Merchant;
  beforeAll(async () => {
    merchant = await Merchant.open();
  });
  afterAll(() => merchant.close());
  beforeEach(() => (merchant.received.length = 0));

  const refund = (
    outTradeNo: string,
    amount: string,
    outRequestNo?: string,
  ): Promise<Record<string, string>> =>
    merchant.call('alipay.trade.refund', {
      out_trade_no: outTradeNo,
      refund_amount: amount,
      ...(outRequestNo === undefined ? {} : { out_request_no: outRequestNo }),
    });
  const query = (outTradeNo: string): Promise<Record<string, string>> =>
    merchant.call('alipay.trade.query', { out_trade_no: outTradeNo });
  const close = (outTradeNo: string): Promise<Record<string, string>> =>
    merchant.call('alipay.trade.close', { out_trade_no: outTradeNo });

  it('finds a trade by either number', async () => {
    await merchant.pay({ out_trade_no: 'find1' });
    const byOurs = await query('find1');
    const byTheirs = await merchant.call('alipay.trade.query', { trade_no: byOurs.trade_no });
    expect(byTheirs).toEqual(byOurs);
    expect(byOurs).toMatchObject({ code: '10000', total_amount: '5.00', buyer_pay_amount: '5.00' });
    expect(byOurs.send_pay_date).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/);
  });

  it('refuses a query without a number', async () => {
    expect((await merchant.call('alipay.trade.query', {})).sub_code).toBe('ACQ.INVALID_PARAMETER');
  });

  it('closes only a trade that waits for its buyer', async () => {
    expect((await close('nobody')).sub_code).toBe('ACQ.TRADE_NOT_EXIST');
    await merchant.openCashier({ out_trade_no: 'close1' });
    expect((await close('close1')).code).toBe('10000');
    expect((await close('close1')).sub_code).toBe('ACQ.TRADE_STATUS_ERROR');
    await merchant.pay({ out_trade_no: 'close2' });
    expect((await close('close2')).sub_code).toBe('ACQ.REASON_TRADE_STATUS_INVALID');
    expect((await query('close2')).trade_status).toBe('TRADE_SUCCESS');
  });

  it('lets nobody pay a closed trade', async () => {
    await merchant.openCashier({ out_trade_no: 'close3' });
    await close('close3');
    expect((await merchant.control('POST', '/trades/close3/pay')).status).toBe(409);
    expect(merchant.received).toHaveLength(0);
  });

  it('refunds in parts, cumulative, with notifications, and closes when all is back', async () => {
    await merchant.pay({ out_trade_no: 'part1' }, { passback_params: 'ignored' });
    await merchant.receivedCount(1);
    expect(await refund('part1', '2.00', 'a')).toMatchObject({ fund_change: 'Y', refund_fee: '2.00' });
    const partial = (await merchant.receivedCount(2))[1]?.params;
    expect(partial).toMatchObject({ trade_status: 'TRADE_SUCCESS', refund_fee: '2.00', out_biz_no: 'a' });
    expect(partial?.gmt_refund).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}$/);
    expect(await refund('part1', '3.00', 'b')).toMatchObject({ fund_change: 'Y', refund_fee: '5.00' });
    const full = (await merchant.receivedCount(3))[2]?.params;
    expect(full).toMatchObject({ trade_status: 'TRADE_CLOSED', refund_fee: '5.00', out_biz_no: 'b' });
    expect(full?.gmt_close).toBeDefined();
    expect((await query('part1')).trade_status).toBe('TRADE_CLOSED');
  });

  it('repeats a refund with the same number without moving money', async () => {
    await merchant.pay({ out_trade_no: 'idem1' });
    await refund('idem1', '1.00', 'a');
    await refund('idem1', '1.00', 'b');
    expect(await refund('idem1', '1.00', 'a')).toMatchObject({ fund_change: 'N', refund_fee: '2.00' });
    expect((await merchant.control('GET', '/trades/idem1')).body.refunds).toHaveLength(2);
    expect((await refund('idem1', '1.50', 'a')).sub_code).toBe('ACQ.DISCORDANT_REPEAT_REQUEST');
  });

  it('still answers a repeat when everything has been refunded', async () => {
    await merchant.pay({ out_trade_no: 'idem2' });
    await refund('idem2', '5.00');
    expect(await refund('idem2', '5.00')).toMatchObject({ code: '10000', fund_change: 'N' });
    expect((await refund('idem2', '1.00', 'other')).sub_code).toBe('ACQ.TRADE_NOT_ALLOW_REFUND');
  });

  it('refuses to refund more than was paid, what was not paid, and what is finished', async () => {
    await merchant.pay({ out_trade_no: 'over1' });
    await refund('over1', '4.00', 'a');
    expect((await refund('over1', '1.01', 'b')).sub_code).toBe('ACQ.REFUND_AMT_NOT_EQUAL_TOTAL');
    expect((await refund('over1', '-1.00', 'c')).sub_code).toBe('ACQ.INVALID_PARAMETER');
    await merchant.openCashier({ out_trade_no: 'over2' });
    expect((await refund('over2', '1.00', 'a')).sub_code).toBe('ACQ.TRADE_STATUS_ERROR');
    await merchant.control('POST', '/trades/over1/finish');
    expect((await refund('over1', '1.00', 'd')).sub_code).toBe('ACQ.TRADE_HAS_FINISHED');
    expect((await refund('nobody', '1.00', 'a')).sub_code).toBe('ACQ.TRADE_NOT_EXIST');
  });

  it('shows a refund_status only for a refund that was made', async () => {
    await merchant.pay({ out_trade_no: 'rq1' });
    await refund('rq1', '1.00', 'a');
    const ask = (outRequestNo: string): Promise<Record<string, string>> =>
      merchant.call('alipay.trade.fastpay.refund.query', {
        out_trade_no: 'rq1',
        out_request_no: outRequestNo,
      });
    expect(await ask('a')).toMatchObject({ refund_status: 'REFUND_SUCCESS', refund_amount: '1.00' });
    expect(await ask('b')).toEqual({ code: '10000', msg: 'Success' });
  });

  it('refuses a QR code for an order that is paid or closed', async () => {
    const order = { total_amount: '5.00', subject: '打赏' };
    await merchant.pay({ out_trade_no: 'pq1' });
    const paid = await merchant.call('alipay.trade.precreate', { ...order, out_trade_no: 'pq1' });
    expect(paid.sub_code).toBe('ACQ.TRADE_HAS_SUCCESS');
    await merchant.openCashier({ out_trade_no: 'pq2' });
    await close('pq2');
    const closed = await merchant.call('alipay.trade.precreate', { ...order, out_trade_no: 'pq2' });
    expect(closed.sub_code).toBe('ACQ.TRADE_HAS_CLOSE');
  });
});
