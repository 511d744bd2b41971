import { NightlyCheck } from '../../src/books/nightly-check.js';
import {
  type Market,
  type Person,
  openMarket,
  openShop,
  order,
  payAtCashier,
  until,
} from '../support/alipay.js';
import { createTestApp, registerAdmin } from '../support/app.js';
import { plant, beijingDay, reconcile } from '../support/bills.js';
import { rewardOf } from '../support/books.js';

describe('the nightly recount of the books', () => {
  let market: Market;
  let admin: Person;
  beforeEach(async () => {
    market = await openMarket();
    admin = await registerAdmin(market);
    await market.database.query(
      `UPDATE books_check SET claimed_until = now(), checked_time = NULL, balanced = NULL`,
    );
  });
  afterEach(() => market.close());

  const check = () => market.app.get(NightlyCheck, { strict: false }).run();

  async function metric(name: string): Promise<string | undefined> {
    const { text } = await market.request.get('/metrics');
    return new RegExp(`^${name} (.+)$`, 'm').exec(text)?.[1];
  }

  async function paidTip() {
    const { reader, article } = await openShop(market);
    const tip = await order(market, reader, article.id);
    await payAtCashier(market, tip);
    await until(async () => (await rewardOf(market, admin, tip.rewardId)).status === 'paid');
    return tip;
  }

  it('has no metric before the first one, and then tells that all is well and when', async () => {
    expect(await metric('zanshang_books_balanced')).toBeUndefined();
    await paidTip();
    expect(await check()).toBe(true);
    expect(await metric('zanshang_books_balanced')).toBe('1');
    const seconds = Number(await metric('zanshang_books_checked_timestamp_seconds'));
    expect(Math.abs(seconds - Date.now() / 1000)).toBeLessThan(60);
  });

  it('is done once a night, by one of any number of instances', async () => {
    const branch = await createTestApp({}, market.database);
    const other = branch.app.get(NightlyCheck, { strict: false });
    const done = await Promise.all([check(), other.run(), check(), other.run()]);
    expect(done.filter(Boolean)).toHaveLength(1);
    expect(await other.run()).toBe(false);
    const again = `UPDATE books_check SET claimed_until = now(), checked_time = now() - interval '1 day'`;
    await market.database.query(again);
    expect(await check()).toBe(true);
    await branch.close();
  });

  it('is taken over when the instance that began it died', async () => {
    await market.database.query(`UPDATE books_check SET claimed_until = now() + interval '29 minutes'`);
    expect(await check()).toBe(false);
    await market.database.query(`UPDATE books_check SET claimed_until = now() - interval '1 second'`);
    expect(await check()).toBe(true);
  });

  it('shows in the metric that the books do not balance', async () => {
    const tip = await paidTip();
    await market.database.query(`UPDATE reward SET amount_fen = amount_fen + 1 WHERE id = $1`, [
      tip.rewardId,
    ]);
    expect(await check()).toBe(true);
    expect(await metric('zanshang_books_balanced')).toBe('0');
  });

  it('shows a day on which a bill says otherwise', async () => {
    const tip = await paidTip();
    await plant(market, beijingDay(), [{ kind: 'amount', out_trade_no: tip.outTradeNo, amount: '6.00' }]);
    await reconcile(market, admin);
    await check();
    expect(await metric('zanshang_books_balanced')).toBe('0');
  });
});
