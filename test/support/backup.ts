import { createApp } from '../../src/app.setup.js';
import type { Market } from './alipay.js';
import { clone } from './database.js';
import { administer, dropDatabase, testServer } from './database-server.js';

/**
 * The market's server is stopped; then the work is done; then it is started again at the same address, where the
 * gateway still knows it.
 */
async function whileStopped(market: Market, work: () => Promise<unknown>): Promise<void> {
  await market.app.close();
  await work();
  market.app = await createApp(market.config);
  await market.app.listen(Number(new URL(market.url).port), '127.0.0.1');
}

/**
 * Keeps the market's database as it is now. A copy by PostgreSQL itself stands for a backup: the embedded PostgreSQL of
 * the tests brings no pg_dump. It wants nobody connected meanwhile, hence the pause.
 * @returns what puts the database back, with the server stopped meanwhile and `meanwhile` happening.
 */
export async function backUp(market: Market): Promise<(meanwhile: () => Promise<unknown>) => Promise<void>> {
  const { server } = testServer();
  const live = new URL(market.database.url).pathname.slice(1);
  const backup = `${live}_backup`;
  await whileStopped(market, () => clone(server, live, backup));
  return (meanwhile) =>
    whileStopped(market, async () => {
      await meanwhile();
      await dropDatabase(server, live);
      await administer(server, `ALTER DATABASE ${backup} RENAME TO ${live}`);
    });
}
