import { OrderSweep } from '../../src/payments/sweeps/order-sweep.js';
import {
  type Market,
  type Person,
  openBranch,
  openCashier,
  openMarket,
  openShop,
  order,
  control,
  wallet,
} from '../support/alipay.js';
import { registerAdmin, type TestApp } from '../support/app.js';

describe('the sweeps over pending orders', () => {
  let market: Market;
  let branch: TestApp;
  let admin: Person;
  beforeAll(async () => {
    market = await openMarket();
    branch = await openBranch(market);
    admin = await registerAdmin(market);
  });
  afterAll(async () => {
    await branch.close();
    await market.close();
  });
  beforeEach(() => {
    market.simulator.faults.set({ notifications: { never: true } });
  });

  async function pendingTip() {
    const shop = await openShop(market);
    return { ...shop, tip: await order(market, shop.reader, shop.article.id, '2.00') };
  }

  const sweep = (on: TestApp = market) => on.app.get(OrderSweep, { strict: false });
  const status = async (id: string) =>
    (await market.request.get(`/rewards/${id}`).set(admin.auth)).body.status as string;
  const makeDue = (id: string) =>
    market.database.query(`UPDATE reward SET next_check_time = now() - interval '1 second' WHERE id = $1`, [
      id,
    ]);
  const makeExpired = (id: string, seconds: number) =>
    market.database.query(
      `UPDATE reward SET expires_time = now() - $2 * interval '1 second', next_check_time = now() - interval '1 second'
       WHERE id = $1`,
      [id, seconds],
    );

  it('credit a payment whose notification never comes and whose browser never returns', async () => {
    const { author, tip } = await pendingTip();
    await openCashier(tip.payUrl);
    await control(market, tip.outTradeNo, 'pay');
    expect(await wallet(market, author)).toMatchObject({ balance: '0.00' });
    await makeDue(tip.rewardId);
    await sweep().confirm();
    expect(await wallet(market, author)).toMatchObject({ balance: '2.00' });
  });

  it('ask with growing pauses: 1, 3, 10, 30 and then every 30 times the first', async () => {
    const { tip } = await pendingTip();
    await market.database.query(`UPDATE reward SET expires_time = now() + interval '10 days' WHERE id = $1`, [
      tip.rewardId,
    ]);
    const pauses: number[] = [];
    for (let i = 0; i < 5; i++) {
      await makeDue(tip.rewardId);
      await sweep().confirm();
      const [row] = await market.database.query(
        'SELECT round(extract(epoch FROM next_check_time - now()) / 3600)::int AS hours FROM reward WHERE id = $1',
        [tip.rewardId],
      );
      pauses.push((row as { hours: number }).hours);
    }
    expect(pauses).toEqual([3, 10, 30, 30, 30]);
  });

  it('do not ask about an order before its time', async () => {
    const { tip } = await pendingTip();
    await sweep().confirm();
    const [row] = await market.database.query('SELECT check_count FROM reward WHERE id = $1', [tip.rewardId]);
    expect(row).toEqual({ check_count: 0 });
  });

  it('close an expired order at the gateway, and then here', async () => {
    const { tip } = await pendingTip();
    await openCashier(tip.payUrl);
    await makeExpired(tip.rewardId, 1);
    await sweep().expire();
    expect(await status(tip.rewardId)).toBe('closed');
    const trade = await fetch(`${market.simulator.url}/simulator/trades/${tip.outTradeNo}`);
    expect(await trade.json()).toMatchObject({ trade_status: 'TRADE_CLOSED' });
  });

  it('leave an expired order open while the gateway does not answer', async () => {
    const { tip } = await pendingTip();
    await openCashier(tip.payUrl);
    await makeExpired(tip.rewardId, 60);
    market.simulator.faults.set({ gateway: { down: true } });
    await sweep().expire();
    expect(await status(tip.rewardId)).toBe('pending');
    market.simulator.faults.reset();
    await makeExpired(tip.rewardId, 60);
    await sweep().expire();
    expect(await status(tip.rewardId)).toBe('closed');
  });

  it('leave open what the gateway could not be told to close', async () => {
    const { tip } = await pendingTip();
    await openCashier(tip.payUrl);
    await makeExpired(tip.rewardId, 60);
    market.simulator.faults.set({ gateway: { methods: ['alipay.trade.close'], down: true } });
    await sweep().expire();
    expect(await status(tip.rewardId)).toBe('pending');
  });

  it('close an order the gateway never saw, but not before its pay address is surely dead', async () => {
    const { tip } = await pendingTip();
    await makeExpired(tip.rewardId, 1);
    await sweep().expire();
    expect(await status(tip.rewardId)).toBe('pending');
    await makeExpired(tip.rewardId, 15);
    await sweep().expire();
    expect(await status(tip.rewardId)).toBe('closed');
  });

  it('settle a payment that slips in between the question and the closing', async () => {
    const { author, tip } = await pendingTip();
    await openCashier(tip.payUrl);
    await makeExpired(tip.rewardId, 1);
    market.simulator.faults.set({
      notifications: { never: true },
      gateway: { methods: ['alipay.trade.close'], slow_ms: 700 },
    });
    const sweeping = sweep().expire();
    await new Promise((resolve) => setTimeout(resolve, 300));
    await control(market, tip.outTradeNo, 'pay');
    await sweeping;
    await makeExpired(tip.rewardId, 1);
    market.simulator.faults.reset();
    await sweep().expire();
    expect(await status(tip.rewardId)).toBe('paid');
    expect(await wallet(market, author)).toMatchObject({ balance: '2.00' });
  });

  it('share the work between instances: each due order is claimed once', async () => {
    const { reader, article } = await pendingTip();
    const ids: string[] = [];
    for (let i = 0; i < 12; i++) ids.push((await order(market, reader, article.id)).rewardId);
    await market.database.query(
      `UPDATE reward SET next_check_time = now() - interval '1 second' WHERE id = ANY($1::uuid[])`,
      [ids],
    );
    const asked = await Promise.all([sweep().confirm(), sweep(branch).confirm(), sweep(branch).confirm()]);
    expect(asked.reduce((sum, n) => sum + n, 0)).toBe(12);
    const rows = await market.database.query('SELECT check_count FROM reward WHERE id = ANY($1::uuid[])', [
      ids,
    ]);
    expect(rows.every((row) => row.check_count === 1)).toBe(true);
  });
});
