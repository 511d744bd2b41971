import { type Market, notify, openCashier, openMarket, openShop, order } from '../support/alipay.js';
import { payAtCashier, paymentNotice, type Person, wallet } from '../support/alipay.js';
import { registerAdmin, testKeys } from '../support/app.js';
import {
  callbacksOf,
  comeBack,
  expectBalanced,
  outcomesOf,
  returnNotice,
  rewardOf,
} from '../support/books.js';
import { send, storyOf, SUCCESS } from '../support/books.js';
import { signMessage } from '../../simulator/signing.js';

type Tip = Awaited<ReturnType<typeof order>>;
type Changes = Record<string, string | undefined>;

const PAID = { status: 200, body: { message: '支付成功！' } };
const UNSURE = { status: 202, body: { message: '支付结果确认中！' } };
const FAILED = { status: 400, body: { message: '支付失败！' } };

describe('a return', () => {
  let market: Market;
  let admin: Person;
  let shop: Awaited<ReturnType<typeof openShop>>;
  let tip: Tip;
  beforeAll(async () => {
    market = await openMarket();
    admin = await registerAdmin(market);
  });
  beforeEach(async () => {
    // Only the return tells of the payment.
    market.simulator.faults.set({ notifications: { never: true } });
    shop = await openShop(market);
    tip = await order(market, shop.reader, shop.article.id, '5.00');
  });
  afterEach(() => expectBalanced(market, admin));
  afterAll(() => market.close());

  const signed = (changes: Changes = {}): string => market.sign(returnNotice(paymentNotice(tip), changes));
  const queryOf = (returnUrl: string): string => new URL(returnUrl).search.slice(1);
  const balance = async (): Promise<string | undefined> => (await wallet(market, shop.author)).balance;
  const queryFault = (fault: object) => {
    market.simulator.faults.set({
      gateway: { methods: ['alipay.trade.query'], ...fault },
      notifications: { never: true },
    });
  };

  it('of a paid order is confirmed at the gateway and credits the author', async () => {
    const query = queryOf(await payAtCashier(market, tip));
    const answer = await comeBack(market, query);
    expect(answer).toMatchObject(PAID);
    expect(answer.body.reward).toMatchObject({
      id: tip.rewardId,
      status: 'paid',
      money: '5.00',
      message: '写得好',
    });
    expect(await balance()).toBe('5.00');
    expect(await outcomesOf(market, admin, tip.outTradeNo, 'return')).toEqual(['settled']);
    expect(await outcomesOf(market, admin, tip.outTradeNo, 'query')).toEqual(['settled']);
  });

  it('of a paid reward is answered without asking the gateway', async () => {
    const query = queryOf(await payAtCashier(market, tip));
    await comeBack(market, query);
    queryFault({ down: true });
    expect(await comeBack(market, query)).toMatchObject(PAID);
    expect(await comeBack(market, query)).toMatchObject(PAID);
    expect(await balance()).toBe('5.00');
    expect(await outcomesOf(market, admin, tip.outTradeNo, 'query')).toHaveLength(1);
    expect(
      (await callbacksOf(market, admin, tip.outTradeNo)).find(({ source }) => source === 'return'),
    ).toMatchObject({ times: 3, outcome: 'settled', verified: true });
  });

  it('after the notification finds the reward paid', async () => {
    expect(await send(market, paymentNotice(tip))).toEqual(SUCCESS);
    expect(await comeBack(market, signed())).toMatchObject(PAID);
    expect(await storyOf(market, admin, tip.rewardId)).toEqual(['created', 'paid']);
    expect(await balance()).toBe('5.00');
  });

  it('of a refunded reward still tells of the payment', async () => {
    await send(market, paymentNotice(tip));
    await send(
      market,
      paymentNotice(tip, { refund_fee: '5.00', out_biz_no: 'r', trade_status: 'TRADE_CLOSED' }),
    );
    expect(await comeBack(market, signed())).toMatchObject({
      ...PAID,
      body: { reward: { status: 'refunded' } },
    });
  });

  it('proves nothing by itself: where the trade is unknown or unpaid it is 202 and credits nobody', async () => {
    expect(await comeBack(market, signed())).toMatchObject(UNSURE);
    await openCashier(tip.payUrl);
    expect(await comeBack(market, signed())).toMatchObject(UNSURE);
    expect(await outcomesOf(market, admin, tip.outTradeNo, 'query')).toEqual(['waiting']);
    expect(await rewardOf(market, shop.reader, tip.rewardId)).toMatchObject({
      status: 'pending',
      trade_no: '',
    });
    expect(await balance()).toBe('0.00');
  });

  it.each<[string, object]>([
    ['down', { down: true }],
    ['failing', { status: 502 }],
    ['slow', { slow_ms: 3000 }],
    ['talking nonsense', { nonsense: true }],
    ['not signing', { unsigned: true }],
    ['in trouble', { code: '20000', sub_code: 'isp.unknow-error' }],
    ['in trouble of its own', { sub_code: 'ACQ.SYSTEM_ERROR' }],
  ])('with the gateway %s is 202, and 200 when it is well again', async (_, fault) => {
    const query = queryOf(await payAtCashier(market, tip));
    queryFault(fault);
    expect(await comeBack(market, query)).toMatchObject(UNSURE);
    expect(await balance()).toBe('0.00');
    market.simulator.faults.reset();
    expect(await comeBack(market, query)).toMatchObject(PAID);
    expect(await balance()).toBe('5.00');
  });

  it('of an order that closed unpaid at the gateway is 400, and closes it here', async () => {
    await openCashier(tip.payUrl);
    await fetch(`${market.simulator.url}/simulator/trades/${tip.outTradeNo}/close`, { method: 'POST' });
    expect(await comeBack(market, signed())).toMatchObject(FAILED);
    expect(await storyOf(market, admin, tip.rewardId)).toEqual(['created', 'closed']);
  });

  it.each<[string, Changes, string]>([
    ['another amount', { total_amount: '0.05' }, 'amount_mismatch'],
    ['another seller', { seller_id: '2088000000000002' }, 'wrong_seller'],
    ['another application', { app_id: '2021000000000001' }, 'wrong_app'],
    ['a notify_id', { notify_id: 'x' }, 'wrong_kind'],
    ['no method', { method: undefined }, 'wrong_kind'],
    ['an & in a value', { auth_app_id: 'x&y=1' }, 'ambiguous'],
  ])('with %s is refused though Alipay signed it', async (_, changes, outcome) => {
    await payAtCashier(market, tip);
    expect(await comeBack(market, signed(changes))).toEqual(FAILED);
    expect(await outcomesOf(market, admin, tip.outTradeNo, 'return')).toEqual([outcome]);
    expect(await balance()).toBe('0.00');
  });

  it.each<[string, (params: URLSearchParams) => string]>([
    ['a tampered amount', (params) => (params.set('total_amount', '9.99'), params.toString())],
    ['no signature', (params) => (params.delete('sign'), params.toString())],
    ['sign_type RSA', (params) => (params.set('sign_type', 'RSA'), params.toString())],
    ['an added parameter', (params) => `${params.toString()}&from=mail`],
    ['a repeated parameter', (params) => `${params.toString()}&total_amount=5.00`],
    ["the application's key", (params) => forged(params)],
    ['nothing at all', () => ''],
  ])('with %s is refused', async (_, change) => {
    const params = new URLSearchParams(queryOf(await payAtCashier(market, tip)));
    expect(await comeBack(market, change(params))).toEqual(FAILED);
    expect(await balance()).toBe('0.00');
    expect(await rewardOf(market, shop.reader, tip.rewardId)).toMatchObject({ status: 'pending' });
  });

  function forged(params: URLSearchParams): string {
    return new URLSearchParams(signMessage(Object.fromEntries(params), testKeys.app.privateKey)).toString();
  }

  it('about an order of nobody is refused', async () => {
    expect(await comeBack(market, signed({ out_trade_no: 'nobody_2' }))).toEqual(FAILED);
    expect(await outcomesOf(market, admin, 'nobody_2', 'return')).toEqual(['unknown_order']);
  });

  it('that is a replayed notification is refused', async () => {
    expect(await comeBack(market, market.sign(paymentNotice(tip)))).toEqual(FAILED);
    expect(await outcomesOf(market, admin, tip.outTradeNo, 'return')).toEqual(['wrong_kind']);
  });

  it('is understood with plus signs, percent signs and a trailing slash', async () => {
    const query = queryOf(await payAtCashier(market, tip));
    expect(query).toMatch(/timestamp=\d{4}-\d\d-\d\d\+/);
    const response = await fetch(`${market.url}/payments/alipay/result/?${query.replaceAll('+', '%20')}`);
    expect(response.status).toBe(200);
  });

  it('of a payment after the order closed is credited and marked', async () => {
    const closed = { trade_status: 'TRADE_CLOSED', gmt_payment: undefined };
    await notify(market, market.sign(paymentNotice(tip, closed)));
    expect(await comeBack(market, queryOf(await payAtCashier(market, tip)))).toMatchObject(PAID);
    expect(await storyOf(market, admin, tip.rewardId)).toEqual(['created', 'closed', 'paid_after_close']);
  });

  it('with a failing database is 500', async () => {
    const query = queryOf(await payAtCashier(market, tip));
    await market.database.query('ALTER TABLE callback RENAME TO callback_away');
    expect(await comeBack(market, query)).toEqual({ status: 500, body: { message: '支付结果处理有误！' } });
    await market.database.query('ALTER TABLE callback_away RENAME TO callback');
    expect(await comeBack(market, query)).toMatchObject(PAID);
    expect(await balance()).toBe('5.00');
  });
});
