import { Merchant, type ControlAnswer } from './testing/merchant.js';

const REFUND = 'alipay.trade.refund';

describe('a refund that is accepted but not done', () => {
  let merchant: Merchant;
  beforeAll(async () => {
    merchant = await Merchant.open();
  });
  afterAll(() => merchant.close());
  beforeEach(() => {
    merchant.received.length = 0;
    merchant.simulator.faults.set({ gateway: { methods: [REFUND], pending: true, calls: 1 } });
  });
  afterEach(() => {
    merchant.simulator.faults.reset();
  });

  const refund = (
    outTradeNo: string,
    amount: string,
    outRequestNo: string,
  ): Promise<Record<string, string>> =>
    merchant.call(REFUND, {
      out_trade_no: outTradeNo,
      refund_amount: amount,
      out_request_no: outRequestNo,
    });
  const ask = (outTradeNo: string, outRequestNo: string): Promise<Record<string, string>> =>
    merchant.call('alipay.trade.fastpay.refund.query', {
      out_trade_no: outTradeNo,
      out_request_no: outRequestNo,
    });
  const deal = (
    outTradeNo: string,
    outRequestNo: string,
    status: string,
  ): Promise<{ status: number; body: ControlAnswer }> =>
    merchant.control('POST', `/trades/${outTradeNo}/refunds/${outRequestNo}/deal`, { status });

  it('moves no money, shows no refund_status and notifies nobody until it is dealt with', async () => {
    await merchant.pay({ out_trade_no: 'slow1' });
    await merchant.receivedCount(1);
    const accepted = await refund('slow1', '5.00', 'a');
    expect(accepted).toMatchObject({ code: '10000', fund_change: 'N', refund_fee: '0.00' });
    const pending = await ask('slow1', 'a');
    expect(pending).toMatchObject({ code: '10000', refund_amount: '5.00', total_amount: '5.00' });
    expect(pending).not.toHaveProperty('refund_status');
    expect(await refund('slow1', '5.00', 'a')).toMatchObject({ code: '10000', fund_change: 'N' });
    expect((await merchant.control('GET', '/trades/slow1')).body).toMatchObject({
      trade_status: 'TRADE_SUCCESS',
      refund_fee: '0.00',
      refunds: [{ out_request_no: 'a', pending: true }],
    });
    expect(merchant.received).toHaveLength(1);
    expect((await deal('slow1', 'a', 'SUCCESS')).body.trade_status).toBe('TRADE_CLOSED');
    expect(await ask('slow1', 'a')).toMatchObject({
      out_request_no: 'a',
      refund_status: 'REFUND_SUCCESS',
      refund_amount: '5.00',
      total_amount: '5.00',
    });
    const [, notification] = await merchant.receivedCount(2);
    expect(notification?.params).toMatchObject({ refund_fee: '5.00', out_biz_no: 'a' });
  });

  it('counts against what may still be refunded', async () => {
    await merchant.pay({ out_trade_no: 'slow2' });
    await refund('slow2', '3.00', 'a');
    expect((await refund('slow2', '2.01', 'b')).sub_code).toBe('ACQ.REFUND_AMT_NOT_EQUAL_TOTAL');
    expect((await refund('slow2', '3.50', 'a')).sub_code).toBe('ACQ.DISCORDANT_REPEAT_REQUEST');
    expect(await refund('slow2', '2.00', 'c')).toMatchObject({ fund_change: 'Y', refund_fee: '2.00' });
  });

  it('never was when it fails, and its number may be used again', async () => {
    await merchant.pay({ out_trade_no: 'slow3' });
    await refund('slow3', '1.00', 'a');
    expect((await deal('slow3', 'a', 'FAIL')).body.refunds).toEqual([]);
    expect(await ask('slow3', 'a')).toEqual({ code: '10000', msg: 'Success' });
    expect(await refund('slow3', '1.00', 'a')).toMatchObject({ fund_change: 'Y', refund_fee: '1.00' });
  });

  it('survives a restart', async () => {
    await merchant.pay({ out_trade_no: 'slow4' });
    await refund('slow4', '1.00', 'a');
    await merchant.simulator.close();
    await merchant.start();
    expect(await ask('slow4', 'a')).not.toHaveProperty('refund_status');
    await deal('slow4', 'a', 'SUCCESS');
    await merchant.simulator.close();
    await merchant.start();
    expect((await ask('slow4', 'a')).refund_status).toBe('REFUND_SUCCESS');
  });

  it('can be dealt with once, if there is one', async () => {
    await merchant.pay({ out_trade_no: 'slow5' });
    await refund('slow5', '1.00', 'a');
    expect((await deal('slow5', 'a', 'LATER')).status).toBe(400);
    expect((await deal('slow5', 'b', 'SUCCESS')).status).toBe(409);
    expect((await deal('nobody', 'a', 'SUCCESS')).status).toBe(404);
    await deal('slow5', 'a', 'SUCCESS');
    expect((await deal('slow5', 'a', 'SUCCESS')).status).toBe(409);
    expect((await deal('slow5', 'a', 'FAIL')).status).toBe(409);
  });
});
