import { setTimeout as sleep } from 'node:timers/promises';
import { Merchant, until, type ControlAnswer } from './testing/merchant.js';

const QUERY = 'alipay.trade.query';
const REFUND = 'alipay.trade.refund';

describe('faults of the gateway', () => {
  let merchant: Merchant;
  beforeAll(async () => {
    merchant = await Merchant.open();
    await merchant.pay({ out_trade_no: 'paid1' });
  });
  afterAll(() => merchant.close());
  afterEach(() => merchant.control('DELETE', '/faults'));

  const set = (gateway: object): Promise<unknown> => merchant.control('PUT', '/faults', { gateway });
  const query = (): Promise<Record<string, string>> => merchant.call(QUERY, { out_trade_no: 'paid1' });
  const refund = (outRequestNo: string): Promise<Record<string, string>> =>
    merchant.call(REFUND, { out_trade_no: 'paid1', refund_amount: '1.00', out_request_no: outRequestNo });
  const refunds = async (): Promise<number> =>
    (await merchant.control('GET', '/trades/paid1')).body.refunds.length;

  it('down: the connection breaks and no work is done', async () => {
    await set({ down: true });
    await expect(refund('down')).rejects.toThrow();
    expect(await refunds()).toBe(0);
  });

  it('die_after_work: the work is done and the connection breaks; a repeat learns it', async () => {
    await set({ die_after_work: true, methods: [REFUND], calls: 1 });
    await expect(refund('died')).rejects.toThrow();
    expect(await refunds()).toBe(1);
    expect(await refund('died')).toMatchObject({ code: '10000', fund_change: 'N' });
  });

  it('status: a 5xx page and no work', async () => {
    await set({ status: 502, calls: 1 });
    const body = new URLSearchParams(merchant.request(QUERY, { out_trade_no: 'paid1' }));
    const response = await fetch(merchant.simulator.gatewayUrl, { method: 'POST', body });
    expect(response.status).toBe(502);
    expect((await query()).code).toBe('10000');
  });

  it('unsigned and nonsense: a reply that nobody may trust', async () => {
    await set([
      { unsigned: true, calls: 1 },
      { nonsense: true, calls: 1 },
    ]);
    const unsigned = await merchant.callRaw(QUERY, { out_trade_no: 'paid1' });
    expect(JSON.parse(unsigned)).not.toHaveProperty('sign');
    const nonsense = await merchant.callRaw(QUERY, { out_trade_no: 'paid1' });
    expect(() => {
      JSON.parse(nonsense);
    }).toThrow();
  });

  it('slow_ms: the reply comes late', async () => {
    await set({ slow_ms: 200 });
    const start = performance.now();
    expect((await query()).code).toBe('10000');
    expect(performance.now() - start).toBeGreaterThan(195);
  });

  it('sub_code: any refusal on demand, with no work', async () => {
    const before = await refunds();
    await set({ sub_code: 'ACQ.SELLER_BALANCE_NOT_ENOUGH', methods: [REFUND] });
    expect(await refund('poor')).toMatchObject({ code: '40004', sub_code: 'ACQ.SELLER_BALANCE_NOT_ENOUGH' });
    await set({ code: '20000' });
    expect(await refund('busy')).toMatchObject({ code: '20000', sub_code: 'isp.unknow-error' });
    expect(await refunds()).toBe(before);
  });

  it('meets only the methods and the number of calls that were named', async () => {
    await set({ down: true, methods: [REFUND], calls: 1 });
    expect((await query()).code).toBe('10000');
    await expect(refund('named')).rejects.toThrow();
    expect((await refund('named')).code).toBe('10000');
    const { body } = await merchant.control('GET', '/faults');
    expect(body).toEqual({ gateway: [] });
  });

  it('meets payment pages too', async () => {
    await set({ down: true, methods: ['alipay.trade.page.pay'], calls: 1 });
    await expect(merchant.openCashier({ out_trade_no: 'page1' })).rejects.toThrow();
    expect((await merchant.control('GET', '/trades/page1')).status).toBe(404);
  });

  it('is gone after a reset', async () => {
    await set({ down: true });
    await merchant.control('DELETE', '/faults');
    expect((await query()).code).toBe('10000');
  });
});

describe('faults of notifications', () => {
  let merchant: Merchant;
  beforeAll(async () => {
    merchant = await Merchant.open();
  });
  afterAll(() => merchant.close());
  beforeEach(() => (merchant.received.length = 0));
  afterEach(() => merchant.control('DELETE', '/faults'));

  const set = (notifications: object): Promise<unknown> =>
    merchant.control('PUT', '/faults', { notifications });
  const notices = async (outTradeNo: string): Promise<ControlAnswer> =>
    (await merchant.control('GET', `/trades/${outTradeNo}`)).body.notifications;

  it('never: none comes, unless sent by hand', async () => {
    await set({ never: true });
    await merchant.pay({ out_trade_no: 'never1' });
    await until(async () => (await notices('never1'))[0].next_time === null);
    await sleep(50);
    expect(merchant.received).toHaveLength(0);
    expect((await merchant.control('POST', '/trades/never1/notify')).body.accepted).toBe(true);
  });

  it('times: the same one arrives several times at once', async () => {
    await set({ times: 3, calls: 1 });
    await merchant.pay({ out_trade_no: 'thrice1' });
    await merchant.receivedCount(3);
    await until(async () => (await notices('thrice1'))[0].accepted);
    expect(new Set(merchant.received.map(({ params }) => params.notify_id)).size).toBe(1);
    expect((await notices('thrice1'))[0].attempts).toHaveLength(3);
  });

  it('delay_ms: it comes late', async () => {
    await set({ delay_ms: 200 });
    const start = performance.now();
    await merchant.pay({ out_trade_no: 'late1' });
    await merchant.receivedCount(1);
    expect(performance.now() - start).toBeGreaterThan(195);
  });

  it('shuffle: what falls due together arrives last first', async () => {
    await set({ shuffle: true });
    await merchant.pay({ out_trade_no: 'first1' });
    await merchant.pay({ out_trade_no: 'second1' });
    const received = await merchant.receivedCount(2);
    expect(received.map(({ params }) => params.out_trade_no)).toEqual(['second1', 'first1']);
  });
});
