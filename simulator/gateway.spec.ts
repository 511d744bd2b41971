import { createPublicKey } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { AlipaySdk } from 'alipay-sdk';
import { beijingTime } from './beijing-time.js';
import { sign, verify, type Params } from './signing.js';
import { Merchant, tokenOf } from './testing/merchant.js';

describe('the gateway', () => {
  let merchant: Merchant;
  let clockAheadMs = 0;
  beforeAll(async () => {
    merchant = await Merchant.open({ now: () => Date.now() + clockAheadMs });
  });
  afterAll(() => merchant.close());
  afterEach(() => (clockAheadMs = 0));

  const post = async (params: Params): Promise<string> => {
    const body = new URLSearchParams(params);
    return (await fetch(merchant.simulator.gatewayUrl, { method: 'POST', body })).text();
  };
  const query = (changes: Params = {}): Params =>
    merchant.request('alipay.trade.query', { out_trade_no: 'none' }, changes);

  it('signs the raw text of the inner object, slashes escaped', async () => {
    const raw = await merchant.callRaw('alipay.trade.precreate', {
      out_trade_no: 'raw1',
      total_amount: '1.00',
      subject: '打赏',
    });
    const match = /^\{"alipay_trade_precreate_response":(\{.*\}),"sign":"([^"]+)"\}$/.exec(raw);
    const key = createPublicKey(readFileSync(merchant.simulator.alipayPublicKeyPath));
    expect(match?.[1]).toContain(String.raw`http:\/\/127.0.0.1`);
    expect(verify(match?.[1] ?? '', match?.[2] ?? '', key)).toBe(true);
  });

  it('accepts GET as well as POST', async () => {
    const reply = await (await fetch(merchant.payUrl(query()))).text();
    expect(reply).toContain('ACQ.TRADE_NOT_EXIST');
  });

  it('says which text it verified when the signature does not match', async () => {
    const tampered = { ...query(), biz_content: '{"out_trade_no":"other"}' };
    const reply = await post(tampered);
    expect(reply).toContain('"code":"40002"');
    expect(reply).toContain('isv.invalid-signature');
    expect(reply).toContain('网关生成的验签字符串为：app_id=9021000000000001&biz_content=');
  });

  it('shows a browser the same on a page', async () => {
    const order = {
      ...merchant.order({ out_trade_no: 'tampered' }),
      notify_url: 'http://127.0.0.1/elsewhere',
    };
    const response = await fetch(merchant.payUrl(order));
    expect(response.status).toBe(200);
    const page = await response.text();
    expect(page).toContain('isv.invalid-signature');
    expect(page).toContain('网关生成的验签字符串为：app_id=9021000000000001&amp;biz_content=');
    expect((await merchant.control('GET', '/trades/tampered')).status).toBe(404);
  });

  it('recognises a request signed without its sign_type', async () => {
    const { sign_type: type, ...rest } = query();
    delete rest.sign;
    const text = Object.keys(rest)
      .sort()
      .map((name) => `${name}=${rest[name] ?? ''}`)
      .join('&');
    const signature = sign(text, merchant.keys.privateKey);
    expect(await post({ ...rest, sign_type: type ?? '', sign: signature })).toContain('漏掉了 sign_type');
  });

  it.each([
    ['another application', { app_id: '2021000000000000' }, 'isv.invalid-app-id'],
    ['no application', { app_id: '' }, 'isv.missing-app-id'],
    ['an unknown method', { method: 'alipay.trade.nothing' }, 'isv.invalid-method'],
    ['no timestamp', { timestamp: '' }, 'isv.missing-timestamp'],
    ['a timestamp in another form', { timestamp: '2026-01-01T00:00:00Z' }, 'isv.invalid-timestamp'],
    ['the clock of UTC', { timestamp: beijingTime(Date.now() - 8 * 3_600_000) }, 'isv.invalid-timestamp'],
    ['the clock of tomorrow', { timestamp: beijingTime(Date.now() + 86_400_000) }, 'isv.invalid-timestamp'],
    ['another character set', { charset: 'GBK' }, 'isv.invalid-charset'],
    ['a biz_content that is no JSON', { biz_content: '{' }, 'ACQ.INVALID_PARAMETER'],
    ['a biz_content that is no object', { biz_content: '[]' }, 'ACQ.INVALID_PARAMETER'],
  ])('refuses %s', async (_name, changes, subCode) => {
    expect(await post(query(changes))).toContain(`"sub_code":"${subCode}"`);
  });

  it('refuses other signature types, no signature, and a parameter given twice', async () => {
    expect(await post({ ...query(), sign_type: 'RSA' })).toContain('isv.invalid-signature-type');
    expect(await post({ ...query(), sign: '' })).toContain('isv.missing-signature"');
    const twice = `${new URLSearchParams(query()).toString()}&app_id=1`;
    const reply = await fetch(`${merchant.simulator.gatewayUrl}?${twice}`);
    expect(await reply.text()).toContain('isv.invalid-parameter');
  });

  it('reads the application public key again when its file changes', async () => {
    const path = merchant.simulator.appPublicKeyPath;
    const pem = readFileSync(path, 'utf8');
    writeFileSync(path, readFileSync(merchant.simulator.alipayPublicKeyPath));
    expect(await post(query())).toContain('isv.invalid-signature');
    writeFileSync(path, 'not a key');
    expect(await post(query())).toContain('isv.missing-signature-config');
    writeFileSync(path, pem);
    expect(await post(query())).toContain('ACQ.TRADE_NOT_EXIST');
  });

  it('makes a QR code that opens the cashier, once scanned, for two hours', async () => {
    const order = { out_trade_no: 'qr1', total_amount: '2.00', subject: '打赏' };
    const { qr_code: code = '' } = await merchant.call('alipay.trade.precreate', order);
    expect((await merchant.call('alipay.trade.query', { out_trade_no: 'qr1' })).sub_code).toBe(
      'ACQ.TRADE_NOT_EXIST',
    );
    const page = await (await fetch(code)).text();
    expect(tokenOf(page)).not.toBe('');
    const other = await merchant.call('alipay.trade.precreate', { ...order, out_trade_no: 'qr2' });
    clockAheadMs = 2 * 3_600_000;
    expect(await (await fetch(other.qr_code ?? '')).text()).toContain('订单已过期');
    expect((await fetch(`${merchant.simulator.url}/qr/guess`)).status).toBe(404);
  });

  describe('as the official SDK sees it', () => {
    const sdk = (): AlipaySdk =>
      new AlipaySdk({
        appId: merchant.appId,
        privateKey: readFileSync(merchant.keys.privateKeyPath, 'utf8'),
        keyType: 'PKCS8',
        alipayPublicKey: readFileSync(merchant.simulator.alipayPublicKeyPath, 'utf8'),
        gateway: merchant.simulator.gatewayUrl,
      });
    const exec = (method: string, bizContent: object): Promise<Record<string, unknown>> => {
      const timestamp = beijingTime(Date.now());
      return sdk().exec(method, { bizContent, timestamp }, { validateSign: true });
    };
    const payUrl = (outTradeNo: string): string =>
      sdk().pageExecute('alipay.trade.page.pay', 'GET', {
        timestamp: beijingTime(Date.now()),
        notifyUrl: `${merchant.url}/notify`,
        returnUrl: `${merchant.url}/return`,
        bizContent: {
          out_trade_no: outTradeNo,
          total_amount: '5.00',
          subject: '打赏 + 100%',
          product_code: 'FAST_INSTANT_TRADE_PAY',
        },
      });

    it('opens its page URL, and its notification and return verify', async () => {
      const token = tokenOf(await (await fetch(payUrl('sdk1'))).text());
      const response = await merchant.click('pay', token);
      const back = Object.fromEntries(new URL(response.headers.get('location') ?? '').searchParams);
      expect(sdk().checkNotifySignV2(back)).toBe(true);
      const [notification] = await merchant.receivedCount(1);
      expect(sdk().checkNotifySignV2(notification?.params)).toBe(true);
      expect(sdk().checkNotifySignV2({ ...notification?.params, total_amount: '6.00' })).toBe(false);
    });

    it('accepts the replies to query, refund, refund query, close and precreate', async () => {
      await fetch(payUrl('sdk2'));
      await merchant.control('POST', '/trades/sdk2/pay');
      expect(await exec('alipay.trade.query', { out_trade_no: 'sdk2' })).toMatchObject({
        code: '10000',
        tradeStatus: 'TRADE_SUCCESS',
        totalAmount: '5.00',
      });
      const refund = { out_trade_no: 'sdk2', refund_amount: '1.00', out_request_no: 'r1' };
      expect(await exec('alipay.trade.refund', refund)).toMatchObject({ code: '10000', fundChange: 'Y' });
      const refundKey = { out_trade_no: 'sdk2', out_request_no: 'r1' };
      expect(await exec('alipay.trade.fastpay.refund.query', refundKey)).toMatchObject({
        refundStatus: 'REFUND_SUCCESS',
        refundAmount: '1.00',
      });
      await fetch(payUrl('sdk3'));
      expect(await exec('alipay.trade.close', { out_trade_no: 'sdk3' })).toMatchObject({ code: '10000' });
      const code = { out_trade_no: 'sdk4', total_amount: '1.00', subject: '打赏' };
      expect(await exec('alipay.trade.precreate', code)).toMatchObject({ code: '10000', outTradeNo: 'sdk4' });
    });

    it('accepts a refusal', async () => {
      expect(await exec('alipay.trade.query', { out_trade_no: 'nobody' })).toMatchObject({
        code: '40004',
        subCode: 'ACQ.TRADE_NOT_EXIST',
      });
    });

    it('does not accept an unsigned reply or nonsense', async () => {
      merchant.simulator.faults.set({ gateway: { unsigned: true, calls: 1 } });
      await expect(exec('alipay.trade.query', { out_trade_no: 'sdk2' })).rejects.toThrow();
      merchant.simulator.faults.set({ gateway: { nonsense: true, calls: 1 } });
      await expect(exec('alipay.trade.query', { out_trade_no: 'sdk2' })).rejects.toThrow();
    });
  });
});
