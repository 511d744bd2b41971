import { request as httpRequest } from 'node:http';
import {
  type Market,
  NOTIFICATION_TYPE,
  notify,
  openMarket,
  openShop,
  order,
  paymentNotice,
  type Person,
  wallet,
} from '../support/alipay.js';
import { registerAdmin, testKeys } from '../support/app.js';
import {
  callbacksOf,
  expectBalanced,
  outcomesOf,
  REFUSED,
  send,
  storyOf,
  SUCCESS,
} from '../support/books.js';
import { returnNotice } from '../support/books.js';
import { signMessage } from '../../simulator/signing.js';

type Tip = Awaited<ReturnType<typeof order>>;
type Changes = Record<string, string | undefined>;

describe('a notification', () => {
  let market: Market;
  let admin: Person;
  let shop: Awaited<ReturnType<typeof openShop>>;
  let tip: Tip;
  beforeAll(async () => {
    market = await openMarket();
    admin = await registerAdmin(market);
    shop = await openShop(market);
  });
  beforeEach(async () => {
    tip = await order(market, shop.reader, shop.article.id, '1.00');
  });
  afterEach(() => expectBalanced(market, admin));
  afterAll(() => market.close());

  const balance = async (): Promise<string | undefined> => (await wallet(market, shop.author)).balance;

  it('credits the author once, however often it is repeated, and counts identical repeats', async () => {
    const before = Number(await balance());
    const body = market.sign(paymentNotice(tip));
    for (let i = 0; i < 3; i++) expect(await notify(market, body)).toEqual(SUCCESS);
    expect(Number(await balance())).toBe(before + 1);
    expect(await callbacksOf(market, admin, tip.outTradeNo)).toMatchObject([
      {
        source: 'notify',
        verified: true,
        outcome: 'settled',
        times: 3,
        trade_no: '2026112222001424330501234567',
      },
    ]);
    const resent = paymentNotice(tip, { notify_time: '2026-11-22 10:04:10' });
    expect(await send(market, resent)).toEqual(SUCCESS);
    expect(await outcomesOf(market, admin, tip.outTradeNo)).toEqual(['settled', 'already_settled']);
    expect(await storyOf(market, admin, tip.rewardId)).toEqual(['created', 'paid']);
    expect(Number(await balance())).toBe(before + 1);
  });

  it.each<[string, Changes, string]>([
    ['another amount', { total_amount: '0.01' }, 'amount_mismatch'],
    ['another seller', { seller_id: '2088000000000002' }, 'wrong_seller'],
    ['no seller', { seller_id: undefined }, 'wrong_seller'],
    ['another application', { app_id: '2021000000000001' }, 'wrong_app'],
    ['no notify_id', { notify_id: undefined }, 'wrong_kind'],
    ['no notify_type', { notify_type: undefined }, 'wrong_kind'],
    ['another notify_type', { notify_type: 'dut_user_sign' }, 'wrong_kind'],
    ['no trade_status', { trade_status: undefined }, 'wrong_kind'],
    ['an unknown trade_status', { trade_status: 'TRADE_PENDING' }, 'wrong_kind'],
    ['no amount', { total_amount: undefined }, 'bad_content'],
    ['an amount with an exponent', { total_amount: '1e0' }, 'bad_content'],
    ['a refund that is no amount', { refund_fee: 'all' }, 'bad_content'],
    ['no trade_no', { trade_no: undefined }, 'bad_content'],
    ['a strange trade_no', { trade_no: '20261122 or 1=1' }, 'bad_content'],
    ['an & in a value', { subject: 'x&total_amount=1.00' }, 'ambiguous'],
    ['an array-like name', { 'subject[]': 'x' }, 'ambiguous'],
  ])('with %s is refused, credits nobody and is shown', async (_, changes, outcome) => {
    const before = await balance();
    expect(await send(market, paymentNotice(tip, changes))).toEqual(REFUSED);
    expect(await balance()).toBe(before);
    expect(await callbacksOf(market, admin, tip.outTradeNo)).toMatchObject([{ outcome, verified: true }]);
    expect(await storyOf(market, admin, tip.rewardId)).toEqual(['created']);
  });

  it('about an order of nobody is refused and shown', async () => {
    const notice = paymentNotice(tip, { out_trade_no: 'nobody_1' });
    expect(await send(market, notice)).toEqual(REFUSED);
    expect(await callbacksOf(market, admin, 'nobody_1')).toMatchObject([
      { outcome: 'unknown_order', verified: true },
    ]);
  });

  it.each<[string, (signed: Record<string, string>) => Record<string, string>, string]>([
    ['a changed amount', (signed) => ({ ...signed, total_amount: '9.00' }), 'bad_signature'],
    ['one more parameter', (signed) => ({ ...signed, body: 'x' }), 'bad_signature'],
    ['no signature', (signed) => without(signed, 'sign'), 'bad_signature'],
    ['a signature that is no base64', (signed) => ({ ...signed, sign: '%%%%' }), 'bad_signature'],
    ['sign_type RSA', (signed) => ({ ...signed, sign_type: 'RSA' }), 'wrong_sign_type'],
    ['sign_type MD5', (signed) => ({ ...signed, sign_type: 'MD5' }), 'wrong_sign_type'],
    ['no sign_type', (signed) => without(signed, 'sign_type'), 'wrong_sign_type'],
    ["the application's key", (signed) => signMessage(signed, testKeys.app.privateKey), 'bad_signature'],
  ])('with %s is refused as unverified', async (_, change, outcome) => {
    const before = await balance();
    const signed = Object.fromEntries(new URLSearchParams(market.sign(paymentNotice(tip))));
    const body = new URLSearchParams(change(signed)).toString();
    expect(await notify(market, body)).toEqual(REFUSED);
    expect(await balance()).toBe(before);
    expect(await callbacksOf(market, admin, tip.outTradeNo)).toMatchObject([{ outcome, verified: false }]);
  });

  it('with a repeated parameter is refused', async () => {
    const before = await balance();
    const body = market.sign(paymentNotice(tip));
    for (const more of ['&total_amount=1.00', '&sign_type=RSA2', '&out_trade_no=x']) {
      expect(await notify(market, body + more)).toEqual(REFUSED);
    }
    expect(await balance()).toBe(before);
  });

  it('whose signed text was cut into other parameters is refused', async () => {
    // Alipay would have signed subject "x&total_amount=1.00" of an order over 0.01.
    const honest = paymentNotice(tip, { subject: 'x&total_amount=1.00', total_amount: undefined });
    const signed = Object.fromEntries(new URLSearchParams(market.sign({ ...honest, zz: 'y&zzz=1' })));
    const cut: Record<string, string> = { ...signed, zz: 'y', zzz: '1' };
    expect(await notify(market, new URLSearchParams(cut).toString())).toEqual(REFUSED);
    expect((await callbacksOf(market, admin, tip.outTradeNo))[0]).toMatchObject({ outcome: 'ambiguous' });
  });

  it('that is a replayed return is refused', async () => {
    expect(await send(market, returnNotice(paymentNotice(tip)))).toEqual(REFUSED);
    expect(await callbacksOf(market, admin, tip.outTradeNo)).toMatchObject([{ outcome: 'wrong_kind' }]);
  });

  it.each([
    ['the odd one that Alipay sends', NOTIFICATION_TYPE],
    ['a plain form', 'application/x-www-form-urlencoded'],
    ['text/plain', 'text/plain'],
    ['JSON', 'application/json'],
    ['multipart without a boundary', 'multipart/form-data'],
    ['nonsense', ';;;'],
  ])('is understood with %s as content type', async (_, type) => {
    expect(await notify(market, market.sign(paymentNotice(tip)), type)).toEqual(SUCCESS);
  });

  it('is understood without any content type', async () => {
    const body = market.sign(paymentNotice(tip));
    const status = await new Promise((resolve, reject) => {
      const outgoing = httpRequest(
        `${market.url}/payments/alipay/result/`,
        { method: 'POST' },
        (response) => {
          response.resume();
          resolve(response.statusCode);
        },
      );
      outgoing.on('error', reject).end(body);
    });
    expect(status).toBe(200);
    expect(await storyOf(market, admin, tip.rewardId)).toEqual(['created', 'paid']);
  });

  it('is answered in plain text', async () => {
    const body = market.sign(paymentNotice(tip));
    const response = await fetch(`${market.url}/payments/alipay/result`, { method: 'POST', body });
    expect(response.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(await response.text()).toBe('success');
  });
});

function without(params: Record<string, string>, name: string): Record<string, string> {
  return Object.fromEntries(Object.entries(params).filter(([key]) => key !== name));
}
