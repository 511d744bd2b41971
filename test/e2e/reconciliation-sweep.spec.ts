import { Sweeps } from '../../src/operations/sweeps.js';
import { BillSweep } from '../../src/reconciliation/bill-sweep.js';
import {
  type Market,
  type Person,
  openMarket,
  openShop,
  order,
  payAtCashier,
  until,
} from '../support/alipay.js';
import { createTestApp, registerAdmin, type TestApp } from '../support/app.js';
import { beijingDay } from '../support/bills.js';
import { rewardOf } from '../support/books.js';

/** The newest day whose bill is there by 09:00 of the next. */
function lastDueDay(): string {
  return new Date(Date.now() + (8 - 33) * 3600_000).toISOString().slice(0, 10);
}

/** Days are fetched here when a test says so, and not by an instance's own clock, which begins at a random second. */
function stopClock({ app }: Pick<TestApp, 'app'>): Promise<void> {
  return app.get(Sweeps, { strict: false }).beforeApplicationShutdown();
}

describe('the daily fetching of bills', () => {
  let market: Market;
  let admin: Person;
  beforeEach(async () => {
    market = await openMarket();
    await stopClock(market);
    admin = await registerAdmin(market);
  });
  afterEach(() => market.close());

  const sweep = () => market.app.get(BillSweep, { strict: false }).run();

  /** A tip that was paid so many days ago, as far as this side knows. */
  async function oldTip(daysAgo: number) {
    const { reader, article } = await openShop(market);
    const tip = await order(market, reader, article.id);
    await payAtCashier(market, tip);
    await until(async () => (await rewardOf(market, admin, tip.rewardId)).status === 'paid');
    await market.database.query(
      `UPDATE reward SET created_time = created_time - $2 * interval '1 day', paid_time = paid_time - $2 * interval '1 day'
       WHERE id = $1`,
      [tip.rewardId, daysAgo],
    );
    return tip;
  }

  async function days() {
    const { body } = await market.request.get('/admin/reconciliations').set(admin.auth);
    return (body.items as { date: string; state: string }[]).map(({ date }) => date);
  }

  it('does nothing before the first order, nor for a day that is not over', async () => {
    expect(await sweep()).toEqual([]);
    await oldTip(0);
    expect(await sweep()).toEqual([]);
  });

  it('begins with the day of the first order', async () => {
    await oldTip(3);
    await sweep();
    expect((await days()).at(-1)).toBe(beijingDay(-3));
    expect((await days())[0]).toBe(lastDueDay());
  });

  it('goes back seven days, and does not fetch again what it has', async () => {
    const tip = await oldTip(30);
    const fetched = await sweep();
    expect(fetched).toHaveLength(7);
    expect(fetched.at(-1)).toBe(lastDueDay());
    expect(await sweep()).toEqual([]);
    await market.database.query(`UPDATE reconciliation SET next_try_time = now()`);
    expect(await sweep()).toEqual([]);
    expect(await rewardOf(market, admin, tip.rewardId)).toMatchObject({ status: 'paid' });
  });

  it('tries again later what could not be had', async () => {
    await oldTip(30);
    market.simulator.faults.set({ gateway: { down: true } });
    expect(await sweep()).toHaveLength(7);
    market.simulator.faults.reset();
    expect(await sweep()).toEqual([]);
    await market.database.query(`UPDATE reconciliation SET next_try_time = now()`);
    expect(await sweep()).toHaveLength(7);
    const { rows } = await Promise.resolve({
      rows: await market.database.query(`SELECT DISTINCT state FROM reconciliation`),
    });
    expect(rows).toEqual([{ state: 'fetched' }]);
  });

  it('fetches a day again that was fetched before it was over', async () => {
    await oldTip(3);
    await sweep();
    const day = lastDueDay();
    await market.database.query(
      `UPDATE reconciliation SET next_try_time = now(), asked_time = day::timestamp + interval '10 hours' WHERE day = $1`,
      [day],
    );
    expect(await sweep()).toEqual([day]);
  });

  it('is shared by any number of instances: each day goes to one', async () => {
    await oldTip(30);
    const { alipay } = market.config;
    const branches = await Promise.all([0, 1].map(() => createTestApp({ alipay }, market.database)));
    await Promise.all(branches.map(stopClock));
    const results = await Promise.all(
      [market, ...branches].map(({ app }) => app.get(BillSweep, { strict: false }).run()),
    );
    expect(results.flat().sort()).toEqual([...new Set(results.flat())].sort());
    expect(results.flat()).toHaveLength(7);
    await Promise.all(branches.map(({ close }) => close()));
  });
});
