import { Merchant } from './testing/merchant.js';

describe('the control API', () => {
  let merchant: Merchant;
  beforeAll(async () => {
    merchant = await Merchant.open();
  });
  afterAll(() => merchant.close());
  beforeEach(() => {
    merchant.received.length = 0;
    merchant.answer = (response) => response.end('success');
  });

  it('lists trades and shows one, and a page of them', async () => {
    await merchant.pay({ out_trade_no: 'list1', subject: '<i>' });
    await merchant.openCashier({ out_trade_no: 'list2' });
    const { body } = await merchant.control('GET', '/trades');
    expect(body.items.map((trade: { out_trade_no: string }) => trade.out_trade_no)).toEqual([
      'list2',
      'list1',
    ]);
    const page = await (await fetch(`${merchant.simulator.url}/simulator`)).text();
    expect(page).toContain('list1');
    expect(page).toContain('&lt;i&gt;');
  });

  it('pays an opened trade, once, and gives the signed return address', async () => {
    await merchant.openCashier({ out_trade_no: 'cpay1' });
    const { body } = await merchant.control('POST', '/trades/cpay1/pay');
    expect(body.return_url).toContain(`${merchant.url}/return?from=pay&app_id=`);
    expect((await merchant.control('POST', '/trades/cpay1/pay')).status).toBe(200);
    expect(await merchant.receivedCount(1)).toHaveLength(1);
  });

  it('knows no trade that no buyer has opened', async () => {
    for (const action of ['pay', 'notify', 'close', 'finish', 'refund']) {
      expect((await merchant.control('POST', `/trades/nobody/${action}`)).status).toBe(404);
    }
    expect((await merchant.control('GET', '/trades/nobody')).status).toBe(404);
  });

  it('repeats the last notification on demand and tells the answer', async () => {
    await merchant.pay({ out_trade_no: 'again1' });
    const [first] = await merchant.receivedCount(1);
    merchant.answer = (response) => response.writeHead(500).end('oops');
    const { body } = await merchant.control('POST', '/trades/again1/notify');
    expect(body).toMatchObject({ http_status: 500, answer: 'oops', accepted: false });
    expect(merchant.received[1]?.params.notify_id).toBe(first?.params.notify_id);
  });

  it('sends what the test wants said: another status, a refund, any field', async () => {
    await merchant.pay({ out_trade_no: 'lie1' });
    await merchant.receivedCount(1);
    await merchant.control('POST', '/trades/lie1/notify', { trade_status: 'TRADE_FINISHED' });
    const refund = { amount: '1.00', out_biz_no: 'x' };
    await merchant.control('POST', '/trades/lie1/notify', { refund });
    await merchant.control('POST', '/trades/lie1/notify', { fields: { seller_id: '2088', subject: null } });
    expect(merchant.received[1]?.params.trade_status).toBe('TRADE_FINISHED');
    expect(merchant.received[2]?.params).toMatchObject({ refund_fee: '1.00', out_biz_no: 'x' });
    expect(merchant.received[3]?.params.seller_id).toBe('2088');
    expect(merchant.received[3]?.params).not.toHaveProperty('subject');
    expect((await merchant.control('GET', '/trades/lie1')).body).toMatchObject({
      trade_status: 'TRADE_SUCCESS',
      refund_fee: '0.00',
    });
  });

  it('refunds from the console, with or without out_biz_no', async () => {
    await merchant.pay({ out_trade_no: 'console1' });
    await merchant.receivedCount(1);
    await merchant.control('POST', '/trades/console1/refund', { amount: '1.00' });
    await merchant.control('POST', '/trades/console1/refund', { amount: '1.00', omit_out_biz_no: true });
    const [, one, two] = await merchant.receivedCount(3);
    expect(one?.params.out_biz_no).toMatch(/^[0-9a-f]{32}$/);
    expect(two?.params).not.toHaveProperty('out_biz_no');
    expect(two?.params.refund_fee).toBe('2.00');
    const over = await merchant.control('POST', '/trades/console1/refund', { amount: '3.01' });
    expect(over).toMatchObject({ status: 409, body: { sub_code: 'ACQ.REFUND_AMT_NOT_EQUAL_TOTAL' } });
  });

  it('finishes a paid trade and closes an unpaid one', async () => {
    await merchant.pay({ out_trade_no: 'finish1' });
    await merchant.receivedCount(1);
    expect((await merchant.control('POST', '/trades/finish1/finish')).body.trade_status).toBe(
      'TRADE_FINISHED',
    );
    await merchant.receivedCount(2);
    expect((await merchant.control('POST', '/trades/finish1/finish')).status).toBe(409);
    expect((await merchant.control('POST', '/trades/finish1/close')).status).toBe(409);
    await merchant.openCashier({ out_trade_no: 'close1' });
    expect((await merchant.control('POST', '/trades/close1/close')).body.trade_status).toBe('TRADE_CLOSED');
  });

  it.each([
    ['PUT', '/faults', { gateway: { explode: true } }],
    ['PUT', '/faults', { gateway: { status: 200 } }],
    ['PUT', '/faults', { notifications: { times: 0 } }],
    ['POST', '/trades/bad1/refund', { amount: 1 }],
    ['POST', '/trades/bad1/refund', { amount: '0.001' }],
    ['POST', '/trades/bad1/refund', {}],
    ['POST', '/trades/bad1/notify', { trade_status: 'PAID' }],
  ])('refuses %s %s %j', async (method, path, body) => {
    await merchant.pay({ out_trade_no: 'bad1' });
    expect((await merchant.control(method, path, body)).status).toBe(400);
  });

  it('refuses what another web site sends through the visitor’s browser', async () => {
    await merchant.openCashier({ out_trade_no: 'foreign1' });
    const headers = { 'sec-fetch-site': 'cross-site' };
    const url = `${merchant.simulator.url}/simulator/trades/foreign1/pay`;
    expect((await fetch(url, { method: 'POST', headers })).status).toBe(403);
    expect((await merchant.control('GET', '/trades/foreign1')).body.trade_status).toBe('WAIT_BUYER_PAY');
  });

  it('refuses a body that is no JSON, and unknown paths', async () => {
    const headers = { 'content-type': 'application/json' };
    const url = `${merchant.simulator.url}/simulator/faults`;
    expect((await fetch(url, { method: 'PUT', headers, body: '{' })).status).toBe(400);
    expect((await fetch(`${url}/more`)).status).toBe(404);
  });
});
