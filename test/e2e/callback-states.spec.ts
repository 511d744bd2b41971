import {
  type Market,
  openMarket,
  openShop,
  order,
  paymentNotice,
  type Person,
  wallet,
} from '../support/alipay.js';
import { registerAdmin } from '../support/app.js';
import {
  checkLedger,
  expectBalanced,
  outcomesOf,
  REFUSED,
  rewardOf,
  send,
  storyOf,
  SUCCESS,
} from '../support/books.js';

type Tip = Awaited<ReturnType<typeof order>>;

describe('the states that a notification tells of', () => {
  let market: Market;
  let admin: Person;
  let shop: Awaited<ReturnType<typeof openShop>>;
  let tip: Tip;
  beforeAll(async () => {
    market = await openMarket();
    admin = await registerAdmin(market);
  });
  beforeEach(async () => {
    shop = await openShop(market);
    tip = await order(market, shop.reader, shop.article.id, '5.00');
  });
  afterEach(() => expectBalanced(market, admin));
  afterAll(() => market.close());

  const status = async (): Promise<string | undefined> =>
    (await rewardOf(market, shop.reader, tip.rewardId)).status;
  const balance = async (): Promise<string | undefined> => (await wallet(market, shop.author)).balance;
  const closed = (): Record<string, string> =>
    paymentNotice(tip, {
      trade_status: 'TRADE_CLOSED',
      gmt_payment: undefined,
      gmt_close: '2026-11-22 10:30:00',
    });

  it.each(['TRADE_SUCCESS', 'TRADE_FINISHED'])('%s is a payment', async (trade_status) => {
    expect(await send(market, paymentNotice(tip, { trade_status }))).toEqual(SUCCESS);
    expect([await status(), await balance()]).toEqual(['paid', '5.00']);
  });

  it('TRADE_SUCCESS with a refund of 0.00 is a payment', async () => {
    expect(await send(market, paymentNotice(tip, { refund_fee: '0.00' }))).toEqual(SUCCESS);
    expect([await status(), await balance()]).toEqual(['paid', '5.00']);
  });

  it('an empty refund_fee is none', async () => {
    expect(await send(market, paymentNotice(tip, { refund_fee: '' }))).toEqual(SUCCESS);
    expect(await status()).toBe('paid');
  });

  it('TRADE_FINISHED after TRADE_SUCCESS changes nothing', async () => {
    await send(market, paymentNotice(tip));
    const finished = paymentNotice(tip, { trade_status: 'TRADE_FINISHED', notify_id: 'n2' });
    expect(await send(market, finished)).toEqual(SUCCESS);
    expect([await status(), await balance()]).toEqual(['paid', '5.00']);
    expect(await outcomesOf(market, admin, tip.outTradeNo)).toEqual(['settled', 'already_settled']);
  });

  it('WAIT_BUYER_PAY is acknowledged and changes nothing', async () => {
    const waiting = paymentNotice(tip, { trade_status: 'WAIT_BUYER_PAY', gmt_payment: undefined });
    expect(await send(market, waiting)).toEqual(SUCCESS);
    expect([await status(), await balance()]).toEqual(['pending', '0.00']);
    expect(await outcomesOf(market, admin, tip.outTradeNo)).toEqual(['waiting']);
  });

  it('WAIT_BUYER_PAY and TRADE_CLOSED with another amount are refused', async () => {
    const waiting = { trade_status: 'WAIT_BUYER_PAY', gmt_payment: undefined, total_amount: '4.99' };
    expect(await send(market, paymentNotice(tip, waiting))).toEqual(REFUSED);
    expect(await send(market, { ...closed(), total_amount: '4.99' })).toEqual(REFUSED);
    expect(await status()).toBe('pending');
  });

  it('TRADE_CLOSED closes a pending order, once', async () => {
    expect(await send(market, closed())).toEqual(SUCCESS);
    expect(await send(market, { ...closed(), notify_time: '2026-11-22 10:34:00' })).toEqual(SUCCESS);
    expect(await status()).toBe('closed');
    expect(await storyOf(market, admin, tip.rewardId)).toEqual(['created', 'closed']);
    expect(await outcomesOf(market, admin, tip.outTradeNo)).toEqual(['closed', 'already_closed']);
  });

  it('TRADE_CLOSED of an unpaid trade does not undo a payment', async () => {
    await send(market, paymentNotice(tip));
    expect(await send(market, closed())).toEqual(SUCCESS);
    expect([await status(), await balance()]).toEqual(['paid', '5.00']);
  });

  it('a payment after the order closed is credited and marked', async () => {
    await send(market, closed());
    expect(await send(market, paymentNotice(tip))).toEqual(SUCCESS);
    expect([await status(), await balance()]).toEqual(['paid', '5.00']);
    expect(await storyOf(market, admin, tip.rewardId)).toEqual(['created', 'closed', 'paid_after_close']);
  });

  it('a payment is credited though the article is deleted and both people are deactivated', async () => {
    await market.request.delete(`/articles/${shop.article.id}`).set(shop.author.auth).expect(204);
    const people = [shop.author.user.id, shop.reader.user.id];
    await market.database.query('UPDATE users SET is_active = false WHERE id = ANY($1)', [people]);
    expect(await send(market, paymentNotice(tip))).toEqual(SUCCESS);
    const [account] = await market.database.query('SELECT balance_fen FROM account WHERE owner_id = $1', [
      shop.author.user.id,
    ]);
    expect(account).toEqual({ balance_fen: '500' });
  });

  it('a second payment by another transaction goes to suspense, once, and not to the author', async () => {
    await send(market, paymentNotice(tip));
    const second = paymentNotice(tip, { trade_no: '2026112222001424330509999999', notify_id: 'second' });
    expect(await send(market, second)).toEqual(SUCCESS);
    expect(await send(market, second)).toEqual(SUCCESS);
    expect(await send(market, { ...second, notify_time: '2026-11-22 10:09:00' })).toEqual(SUCCESS);
    expect(await balance()).toBe('5.00');
    expect(await storyOf(market, admin, tip.rewardId)).toEqual(['created', 'paid', 'second_payment']);
    const rows = await market.database.query(
      `SELECT amount_fen FROM transfer WHERE kind = 'second_payment' AND reward_id = $1`,
      [tip.rewardId],
    );
    expect(rows).toEqual([{ amount_fen: '500' }]);
    expect((await checkLedger(market, admin)).balanced).toBe(true);
  });

  it('a refund of the second payment does not touch the author', async () => {
    await send(market, paymentNotice(tip));
    const second = { trade_no: '2026112222001424330509999999' };
    await send(market, paymentNotice(tip, second));
    const refund = paymentNotice(tip, { ...second, refund_fee: '5.00', trade_status: 'TRADE_CLOSED' });
    expect(await send(market, refund)).toEqual(SUCCESS);
    expect([await status(), await balance()]).toEqual(['paid', '5.00']);
    // Told again in other words, it is known; the money leaves suspense once.
    expect(await send(market, { ...refund, notify_time: '2026-11-22 10:09:00' })).toEqual(SUCCESS);
    const rows = await market.database.query(
      `SELECT amount_fen FROM transfer WHERE kind = 'second_payment_refund' AND reward_id = $1`,
      [tip.rewardId],
    );
    expect(rows).toEqual([{ amount_fen: '500' }]);
  });
});
