import { createSign, generateKeyPairSync } from 'node:crypto';
import { AlipaySdk } from 'alipay-sdk';
import fc from 'fast-check';
import type { AlipayConfig } from '../../config/config.js';
import { readNotification, readReturn } from './read-message.js';
import { canonicalText } from './signing.js';

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const other = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
const config = { alipayPublicKey: publicKey, appId: 'app', sellerId: 'seller' } as AlipayConfig;

const sdk = new AlipaySdk({
  appId: 'app',
  privateKey: privateKey.export({ type: 'pkcs1', format: 'pem' }) as string,
  alipayPublicKey: publicKey.export({ type: 'spki', format: 'pem' }) as string,
});
Object.assign(sdk.config, { alipayPublicKey: publicKey });

type Params = Record<string, string>;

function sign(text: string, key = privateKey): string {
  return createSign('RSA-SHA256').update(text).sign(key, 'base64');
}
function signed(
  params: Params,
  without: readonly string[] = ['sign', 'sign_type'],
  key = privateKey,
): Params {
  const whole: Params = { ...params, sign_type: 'RSA2' };
  return { ...whole, sign: sign(canonicalText(whole, without), key) };
}
const encode = (params: Params): string => new URLSearchParams(params).toString();
const read = (params: Params) => readNotification(Buffer.from(encode(params)), config);

/** Whether the signature was found to be Alipay's, whatever was then thought of the content. */
function isSigned(params: Params): boolean {
  const reading = read(params);
  return reading.verified || reading.signed;
}

const payment: Params = {
  app_id: 'app',
  seller_id: 'seller',
  notify_type: 'trade_status_sync',
  notify_id: 'n1',
  out_trade_no: 'o1',
  trade_no: 't1',
  total_amount: '5.00',
  trade_status: 'TRADE_SUCCESS',
  subject: '打赏 100%',
  body: '',
};

describe("our verdict on a signature is the official SDK's", () => {
  const name = fc.oneof(
    fc.constantFrom('a', 'A', 'app_id', 'subject', 'sign_type2', 'z', '_', 'charset', 'toString', '0'),
    fc.string({ minLength: 1, maxLength: 8, unit: 'binary' }),
  );
  const value = fc.oneof(
    fc.constantFrom('', ' ', '100%', 'a&b=c', '"', '[{"a":"b"}]', '二\r\n', '%25', '+'),
    fc.string({ maxLength: 12, unit: 'binary' }),
  );
  const params = fc.dictionary(name, value, { maxKeys: 8 }).map((given): Params => {
    const pairs: [string, string][] = Object.entries(given);
    return Object.fromEntries(pairs.filter(([key]) => !key.startsWith('sign')));
  });

  it('for messages that Alipay signed, with sign_type in the text and without', () => {
    fc.assert(
      fc.property(params, fc.boolean(), (given, withType) => {
        const message = signed(given, withType ? ['sign'] : ['sign', 'sign_type']);
        expect(sdk.checkNotifySignV2(message)).toBe(true);
        expect(isSigned(message)).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });

  it('for messages that were changed afterwards', () => {
    const change = fc.oneof(
      fc.tuple(fc.constant('set' as const), name, value),
      fc.tuple(
        fc.constant('delete' as const),
        fc.constantFrom('sign', 'app_id', 'subject', 'a'),
        fc.constant(''),
      ),
      fc.tuple(fc.constant('set' as const), fc.constant('sign'), fc.base64String({ maxLength: 400 })),
      fc.tuple(
        fc.constant('append' as const),
        fc.constant('sign'),
        fc.constantFrom(' ', '\n', '=', 'A', '%'),
      ),
    );
    fc.assert(
      fc.property(params, change, (given, [how, key, text]) => {
        const message = signed({ ...given, app_id: 'app' });
        if (how === 'set') message[key] = text;
        else if (how === 'append') message[key] = `${message[key] ?? ''}${text}`;
        else Reflect.deleteProperty(message, key);
        fc.pre(message.sign_type === 'RSA2');
        expect(isSigned(message)).toBe(sdk.checkNotifySignV2(message));
      }),
      { numRuns: 3000 },
    );
  });

  it('for messages signed with another key', () => {
    fc.assert(
      fc.property(params, (given) => {
        const message = signed(given, ['sign', 'sign_type'], other);
        expect([isSigned(message), sdk.checkNotifySignV2(message)]).toEqual([false, false]);
      }),
      { numRuns: 200 },
    );
  });
});

describe('a notification', () => {
  it('is read', () => {
    expect(read(signed(payment))).toMatchObject({
      verified: true,
      message: {
        outTradeNo: 'o1',
        tradeNo: 't1',
        amountFen: 500n,
        state: 'paid',
        refundedFen: 0n,
        refundRequestNo: undefined,
        stranger: undefined,
      },
    });
  });

  it.each<[Params, object]>([
    [{ trade_status: 'WAIT_BUYER_PAY' }, { state: 'waiting' }],
    [{ trade_status: 'TRADE_FINISHED' }, { state: 'paid' }],
    [{ trade_status: 'TRADE_CLOSED' }, { state: 'closed', refundedFen: 0n }],
    [
      { trade_status: 'TRADE_CLOSED', refund_fee: '0.00' },
      { state: 'closed', refundedFen: 0n },
    ],
    [
      { trade_status: 'TRADE_CLOSED', refund_fee: '5.00' },
      { state: 'paid', refundedFen: 500n },
    ],
    [
      { trade_status: 'TRADE_CLOSED', gmt_payment: '2026-01-01 00:00:00' },
      { state: 'paid', refundedFen: 500n },
    ],
    [
      { refund_fee: '2.00', out_biz_no: 'r1' },
      { state: 'paid', refundedFen: 200n, refundRequestNo: 'r1' },
    ],
    [{ refund_fee: '0.00' }, { state: 'paid', refundedFen: 0n }],
    [{ seller_id: 'x', app_id: 'x' }, { stranger: 'wrong_seller' }],
    [{ app_id: 'x' }, { stranger: 'wrong_app' }],
    [{ fund_bill_list: '[{"a":"b&c"}]' }, { state: 'paid' }],
  ])('with %p means %p', (changes, message) => {
    expect(read(signed({ ...payment, ...changes }))).toMatchObject({ verified: true, message });
  });

  it('does not need a seller where none is configured', () => {
    const body = Buffer.from(encode(signed({ ...payment, seller_id: 'anybody' })));
    const reading = readNotification(body, { ...config, sellerId: undefined });
    expect(reading).toMatchObject({ verified: true, message: { stranger: undefined } });
  });

  it.each(['RSA', 'MD5', 'rsa2', '', 'RSA2 '])(
    'with sign_type %p is refused, even where the signature fits',
    (sign_type) => {
      expect(read({ ...signed(payment), sign_type })).toMatchObject({
        reason: 'wrong_sign_type',
        signed: false,
      });
    },
  );

  it('signed with SHA-1 is refused', () => {
    const text = canonicalText(payment, []);
    const weak = createSign('RSA-SHA1').update(text).sign(privateKey, 'base64');
    expect(read({ ...payment, sign_type: 'RSA2', sign: weak })).toMatchObject({ reason: 'bad_signature' });
  });

  it.each<[string, Params, string]>([
    ['a subject that was cut in two', { subject: 'x&total_amount=9.00' }, 'ambiguous'],
    ['an & in what only looks like JSON', { subject: '[&' }, 'ambiguous'],
    ['an array-ish name', { 'a[0]': 'x' }, 'ambiguous'],
    ['a name in capitals', { Total_amount: '9.00' }, 'ambiguous'],
    ['no notify_id', { notify_id: '' }, 'wrong_kind'],
    ['an amount in cents', { total_amount: '5.000' }, 'bad_content'],
    ['a negative amount', { total_amount: '-5.00' }, 'bad_content'],
    ['an order number with a space', { out_trade_no: 'o 1' }, 'bad_content'],
    ['NUL in the refund number', { out_biz_no: 'a\u0000' }, 'bad_content'],
  ])('signed, but with %s, is refused', (_, changes, reason) => {
    expect(read(signed({ ...payment, ...changes }))).toMatchObject({ verified: false, reason, signed: true });
  });

  it('that is a return is refused, and the other way round', () => {
    const own = ['notify_id', 'notify_type', 'trade_status'];
    const rest = Object.fromEntries(Object.entries(payment).filter(([key]) => !own.includes(key)));
    const returned = signed({ ...rest, method: 'alipay.trade.page.pay.return' });
    expect(readReturn(encode(returned), config)).toMatchObject({
      verified: true,
      message: { state: 'waiting' },
    });
    expect(read(returned)).toMatchObject({ reason: 'wrong_kind' });
    expect(readReturn(encode(signed(payment)), config)).toMatchObject({ reason: 'wrong_kind' });
  });

  it('in GBK bytes, with repeated parameters or too many of them is malformed', () => {
    const text = encode(signed(payment));
    const many = Array.from({ length: 300 }, (_, i) => `&p${i}=1`).join('');
    for (const bad of [`${text}&body=`, `subject=%B4%F2&${text}`, text + many]) {
      expect(readNotification(Buffer.from(bad), config)).toMatchObject({
        reason: 'malformed',
        signed: false,
      });
    }
    const raw = Buffer.concat([Buffer.from('buyer='), Buffer.from([0xb4, 0xf2]), Buffer.from(`&${text}`)]);
    expect(readNotification(raw, config).verified).toBe(false);
  });

  it('has the same digest exactly when the signed content is the same', () => {
    const one = read(signed(payment)).raw.digest;
    expect(read(signed(payment)).raw.digest.equals(one)).toBe(true);
    expect(read(signed({ ...payment, notify_id: 'n2' })).raw.digest.equals(one)).toBe(false);
  });
});
