import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { type Market, notify, openMarket, openShop, order, paymentNotice, until } from '../support/alipay.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';

describe('a server that is being stopped', () => {
  let database: TestDatabase;
  let market: Market;
  let blocker: Client;

  beforeAll(async () => {
    database = await createTestDatabase();
    market = await openMarket({}, database);
    blocker = new Client({ connectionString: database.url });
    await blocker.connect();
  });
  afterAll(async () => {
    await blocker.end();
    await market.simulator.close();
    await database.drop();
  });

  it('answers a notification under way after its COMMIT, and takes no new connection', async () => {
    const { reader, article } = await openShop(market);
    const tip = await order(market, reader, article.id);
    await blocker.query('BEGIN');
    await blocker.query('SELECT 1 FROM reward WHERE id = $1 FOR UPDATE', [tip.rewardId]);

    let answered = false;
    const answer = notify(market, market.sign(paymentNotice(tip))).finally(() => (answered = true));
    await until(async () => {
      const waiting = `SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()`;
      return (await database.query(waiting)).length > 0;
    });
    let closed = false;
    const closing = market.app.close().then(() => (closed = true));
    await sleep(300);
    expect({ answered, closed }).toEqual({ answered: false, closed: false });

    await blocker.query('COMMIT');
    expect(await answer).toEqual({ status: 200, text: 'success' });
    await closing;
    await expect(fetch(`${market.url}/health/live`)).rejects.toThrow();
    expect(await database.query('SELECT status FROM reward')).toEqual([{ status: 'paid' }]);
    expect(await database.query('SELECT amount_fen FROM transfer')).toEqual([{ amount_fen: '500' }]);
  });
});
