import { beijingTime } from './beijing-time.js';
import { messageText, verify } from './signing.js';
import { createPublicKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Merchant, tokenOf } from './testing/merchant.js';

describe('the cashier', () => {
  let merchant: Merchant;
  let clockAheadMs = 0;
  beforeAll(async () => {
    merchant = await Merchant.open({ now: () => Date.now() + clockAheadMs });
  });
  afterAll(() => merchant.close());
  afterEach(() => {
    clockAheadMs = 0;
    merchant.received.length = 0;
  });

  const status = async (outTradeNo: string): Promise<string | undefined> => {
    const reply = await merchant.call('alipay.trade.query', { out_trade_no: outTradeNo });
    return reply.trade_status ?? reply.sub_code;
  };

  it('shows the order, escaped, with two plain forms and no script', async () => {
    const page = await merchant.openCashier({ out_trade_no: 'show1', subject: '<b>"打赏"' });
    expect(page).toContain('&lt;b&gt;&quot;打赏&quot;');
    expect(page).toContain('¥5.00');
    expect(page).toContain('show1');
    expect(page).toContain(merchant.sellerId);
    expect(page).not.toMatch(/<script|<b>| on\w+=/);
    expect(page).toContain('确认付款');
  });

  it('makes the trade when the buyer opens it, not before', async () => {
    expect(await status('open1')).toBe('ACQ.TRADE_NOT_EXIST');
    await merchant.openCashier({ out_trade_no: 'open1' });
    expect(await status('open1')).toBe('WAIT_BUYER_PAY');
  });

  it('takes an order by POST too, parameters split over query and form', async () => {
    const { biz_content: content = '', ...rest } = merchant.order({ out_trade_no: 'post1' });
    const body = new URLSearchParams({ biz_content: content });
    const page = await fetch(merchant.payUrl(rest), { method: 'POST', body });
    expect(tokenOf(await page.text())).not.toBe('');
  });

  it('pays: redirects with a signed return that has no trade_status, and notifies', async () => {
    const location = new URL(await merchant.pay({ out_trade_no: 'pay1' }));
    const { from, ...params } = Object.fromEntries(location.searchParams);
    expect(from).toBe('pay');
    expect(Object.keys(params).sort()).toEqual(
      'app_id,auth_app_id,charset,method,out_trade_no,seller_id,sign,sign_type,timestamp,total_amount,trade_no,version'.split(
        ',',
      ),
    );
    expect(params.method).toBe('alipay.trade.page.pay.return');
    expect(params.trade_no).toMatch(
      new RegExp(`^${beijingTime(Date.now()).slice(0, 10).replaceAll('-', '')}\\d{20}$`),
    );
    const key = createPublicKey(readFileSync(merchant.simulator.alipayPublicKeyPath));
    expect(verify(messageText(params), params.sign ?? '', key)).toBe(true);
    const [notification] = await merchant.receivedCount(1);
    expect(notification?.params).toMatchObject({ out_trade_no: 'pay1', trade_status: 'TRADE_SUCCESS' });
    expect(await status('pay1')).toBe('TRADE_SUCCESS');
  });

  it('makes one payment of two clicks', async () => {
    const token = tokenOf(await merchant.openCashier({ out_trade_no: 'twice1' }));
    const [one, two] = await Promise.all([merchant.click('pay', token), merchant.click('pay', token)]);
    const tradeNo = (response: Response): string | null =>
      new URL(response.headers.get('location') ?? '').searchParams.get('trade_no');
    expect(tradeNo(one)).toBe(tradeNo(two));
    const { body } = await merchant.control('GET', '/trades/twice1');
    expect(body.notifications).toHaveLength(1);
  });

  it('says that an order is paid already, with a way back', async () => {
    await merchant.pay({ out_trade_no: 'again1' });
    const page = await merchant.openCashier({ out_trade_no: 'again1' });
    expect(page).toContain('已付款');
    expect(page).toContain(`href="${merchant.url}/return?from=pay&amp;app_id=`);
    expect(tokenOf(page)).toBe('');
  });

  it('lets the buyer cancel and pay later', async () => {
    const token = tokenOf(await merchant.openCashier({ out_trade_no: 'cancel1' }));
    const page = await (await merchant.click('cancel', token)).text();
    expect(page).toContain('已取消');
    expect(page).toContain(`href="${merchant.url}"`);
    expect(await status('cancel1')).toBe('WAIT_BUYER_PAY');
    expect((await merchant.click('pay', token)).status).toBe(302);
  });

  it('shows a page of its own where there is no return_url', async () => {
    const token = tokenOf(await merchant.openCashier({ out_trade_no: 'stay1' }, { return_url: '' }));
    const response = await merchant.click('pay', token);
    expect(response.status).toBe(200);
    expect(await response.text()).toContain('已付款');
  });

  it('refuses the same number with other content', async () => {
    await merchant.openCashier({ out_trade_no: 'same1' });
    expect(await merchant.openCashier({ out_trade_no: 'same1', total_amount: '6.00' })).toContain(
      'ACQ.CONTEXT_INCONSISTENT',
    );
    expect(tokenOf(await merchant.openCashier({ out_trade_no: 'same1' }))).not.toBe('');
  });

  it('makes no trade of an order whose time is over', async () => {
    const past = beijingTime(Date.now() - 1000);
    expect(await merchant.openCashier({ out_trade_no: 'late1', time_expire: past })).toContain('订单已过期');
    expect(await status('late1')).toBe('ACQ.TRADE_NOT_EXIST');
  });

  it('closes an opened trade when its time is over: no payment, no notification', async () => {
    const token = tokenOf(await merchant.openCashier({ out_trade_no: 'late2', timeout_express: '1m' }));
    clockAheadMs = 61_000;
    expect(await (await merchant.click('pay', token)).text()).toContain('交易已关闭');
    expect(await status('late2')).toBe('TRADE_CLOSED');
    expect(await merchant.openCashier({ out_trade_no: 'late2', timeout_express: '1m' })).toContain(
      '交易已关闭',
    );
    expect(merchant.received).toHaveLength(0);
  });

  it('refuses a token that nobody was given', async () => {
    expect((await merchant.click('pay', 'guess')).status).toBe(404);
    expect((await merchant.click('cancel', '')).status).toBe(404);
  });

  it.each([
    ['an amount with three decimals', { total_amount: '5.005' }],
    ['a float gone wrong', { total_amount: 0.1 + 0.2 }],
    ['nothing to pay', { total_amount: '0.00' }],
    ['too much', { total_amount: '100000000.01' }],
    ['an amount that is no decimal', { total_amount: '1e2' }],
    ['a number with other characters', { out_trade_no: 'bad-1' }],
    ['a number that is too long', { out_trade_no: 'x'.repeat(65) }],
    ['no subject', { subject: '' }],
    ['a subject with &', { subject: 'x&total_amount=999.00' }],
    ['a subject that is too long', { subject: '赏'.repeat(257) }],
    ['another product_code', { product_code: 'QUICK_WAP_WAY' }],
    ['a time_expire that is no time', { time_expire: '2026-02-30 00:00:00' }],
    ['a time_expire in ISO form', { time_expire: new Date().toISOString() }],
    ['a time_expire 16 days ahead', { time_expire: beijingTime(Date.now() + 16 * 86_400_000) }],
    ['a timeout_express of no time', { timeout_express: '0m' }],
  ])('refuses %s', async (_name, content) => {
    const page = await merchant.openCashier({ out_trade_no: 'bad1', ...content });
    expect(page).toContain('ACQ.INVALID_PARAMETER');
    expect(await status('bad1')).toBe('ACQ.TRADE_NOT_EXIST');
  });

  it.each([
    ['a return_url that is no address', { return_url: 'javascript:alert(1)' }],
    ['a notify_url that is too long', { notify_url: `http://localhost/${'x'.repeat(250)}` }],
  ])('refuses %s', async (_name, changes) => {
    expect(await merchant.openCashier({ out_trade_no: 'bad2' }, changes)).toContain('ACQ.INVALID_PARAMETER');
  });
});
