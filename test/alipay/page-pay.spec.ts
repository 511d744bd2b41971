import { createPublicKey, createVerify } from 'node:crypto';
import { AlipaySdk } from 'alipay-sdk';
import fc from 'fast-check';
import { requestText, verify } from '../../simulator/signing.js';
import { beijingTime } from '../../src/payments/alipay/beijing-time.js';
import { pagePayUrl } from '../../src/payments/alipay/page-pay.js';
import { canonicalText, signText } from '../../src/payments/alipay/signing.js';
import { subjectFor } from '../../src/payments/subject.js';
import { testConfig, testKeys } from '../support/app.js';

const { alipay: config } = testConfig('postgres://nowhere');
const sdk = new AlipaySdk({
  appId: config.appId,
  gateway: config.gateway,
  privateKey: testKeys.app.privateKey.export({ type: 'pkcs1', format: 'pem' }) as string,
});

const orders = fc.record({
  outTradeNo: fc.stringMatching(/^[A-Za-z0-9_]{1,64}$/),
  amountFen: fc.bigInt(1n, 999_999n),
  subject: fc.string({ unit: 'binary', maxLength: 100 }).map(subjectFor),
  expiresTime: fc.date({ min: new Date('2026-01-01'), max: new Date('2036-01-01'), noInvalidDate: true }),
});
const times = fc.date({ min: new Date('2026-01-01'), max: new Date('2036-01-01'), noInvalidDate: true });

function paramsOf(url: string): Record<string, string> {
  return Object.fromEntries(new URL(url).searchParams);
}

describe('the signed pay address', () => {
  it("is the official SDK's own, parameter by parameter, for any order", async () => {
    await fc.assert(
      fc.asyncProperty(orders, times, async (order, now) => {
        const ours = paramsOf(await pagePayUrl(config, order, now));
        const theirs = paramsOf(
          sdk.pageExecute('alipay.trade.page.pay', 'GET', {
            bizContent: JSON.parse(ours.biz_content!) as Record<string, unknown>,
            timestamp: beijingTime(now),
            returnUrl: config.returnUrl,
            notifyUrl: config.notifyUrl,
            format: 'JSON',
          }),
        );
        // The SDK adds its own name, which Alipay ignores. PKCS#1 v1.5 signatures of the same text are the same.
        expect({ ...ours, alipay_sdk: theirs.alipay_sdk }).toEqual({ ...theirs, sign: ours.sign });
        expect(await signText(canonicalText(theirs, ['sign']), testKeys.app.privateKey)).toBe(theirs.sign);
        expect(await signText(canonicalText(ours, ['sign']), testKeys.app.privateKey)).toBe(ours.sign);
      }),
      { numRuns: 200 },
    );
  });

  it("has a signature that the simulator's verifier and a plain one accept", async () => {
    await fc.assert(
      fc.asyncProperty(orders, times, async (order, now) => {
        const params = paramsOf(await pagePayUrl(config, order, now));
        const text = requestText(params);
        expect(verify(text, params.sign!, testKeys.app.publicKey)).toBe(true);
        const key = createPublicKey(testKeys.app.publicKey.export({ type: 'spki', format: 'pem' }));
        expect(createVerify('RSA-SHA256').update(text).verify(key, params.sign!, 'base64')).toBe(true);
        expect(verify(`${text} `, params.sign!, testKeys.app.publicKey)).toBe(false);
      }),
      { numRuns: 100 },
    );
  });

  it('asks for exactly what the order says', async () => {
    const order = {
      outTradeNo: 'o1',
      amountFen: 29n,
      subject: '打赏《好》',
      expiresTime: new Date('2026-12-31T16:00:00Z'),
    };
    const params = paramsOf(await pagePayUrl(config, order, new Date('2026-12-31T15:30:00Z')));
    expect(params).toMatchObject({
      app_id: config.appId,
      method: 'alipay.trade.page.pay',
      charset: 'utf-8',
      sign_type: 'RSA2',
      timestamp: '2026-12-31 23:30:00',
      version: '1.0',
      return_url: config.returnUrl,
      notify_url: config.notifyUrl,
    });
    expect(JSON.parse(params.biz_content!)).toEqual({
      out_trade_no: 'o1',
      product_code: 'FAST_INSTANT_TRADE_PAY',
      total_amount: '0.29',
      subject: '打赏《好》',
      time_expire: '2027-01-01 00:00:00',
    });
  });

  it('has the same biz_content whenever it is made', async () => {
    const order = { outTradeNo: 'o1', amountFen: 1n, subject: 's', expiresTime: new Date(0) };
    const [one, two] = await Promise.all(
      [new Date(0), new Date()].map((now) => pagePayUrl(config, order, now)),
    );
    expect(paramsOf(one!).biz_content).toBe(paramsOf(two!).biz_content);
    expect(paramsOf(one!).sign).not.toBe(paramsOf(two!).sign);
  });
});
