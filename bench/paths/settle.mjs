import { randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { requireCredits } from '../setup/books.mjs';
import { withConnection } from '../setup/database.mjs';
import { measureLoad } from '../setup/laboratory.mjs';
import { fillMarket, fillOrders, orderPrefix } from '../setup/market.mjs';
import { OrderSupply } from '../setup/order-supply.mjs';
import { startProgram } from '../support/program.mjs';

const CONNECTIONS = 64;
/** The goal for latencies is set at fewer connections. */
const FEW_CONNECTIONS = 32;
/** How many notifications of each kind are sent once more after a round. */
const REPEATS = 200;
const crediter = fileURLToPath(new URL('../limits/crediting.mjs', import.meta.url));

/** Path B, POST /payments/alipay/result, against crediting by one statement an order. */
export async function openSettlePath(laboratory, client, options, cleanup) {
  const { load, server } = laboratory;
  const connections = options.connections ?? CONNECTIONS;
  const few = Math.min(connections, FEW_CONNECTIONS);
  const spread = new OrderSupply(laboratory, client, { set: 'spread', hot: false });
  const hot = new OrderSupply(laboratory, client, { set: 'hot', hot: true });
  const firstGuess = options.quick ? 300 : 2500 * options.seconds;
  const limit = await openLimit(laboratory.postgres, options, connections, cleanup);
  let acknowledged = 0;

  const run = async (supply, count, seconds) => {
    const result = await measureLoad(laboratory, { set: supply.set, connections: count, seconds });
    acknowledged += result.accepted;
    supply.used(result, options.seconds / seconds);
    return result;
  };
  const prepareBoth = async (atLeast) => {
    await spread.prepare(atLeast);
    await hot.prepare(atLeast);
  };

  return {
    names: {
      spread: `B: verify and settle, spread, ${connections} connections`,
      hot: `B: one hot author and article, ${connections} connections`,
      few: `B: spread, ${few} connections`,
    },
    async warmUp() {
      await prepareBoth(firstGuess / 2);
      await run(spread, connections, options.warmUpSeconds);
      await run(hot, connections, options.warmUpSeconds);
    },
    async *round({ beforeLoad } = {}) {
      await prepareBoth(firstGuess);
      beforeLoad?.();
      yield ['spread', await run(spread, connections, options.seconds)];
      yield ['hot', await run(hot, connections, options.seconds)];
      yield ['creditsSpread', await limit.measure('spread')];
      yield ['creditsHot', await limit.measure('hot')];
      await spread.prepare(firstGuess);
      yield ['few', await run(spread, few, options.seconds)];
    },
    async check() {
      for (const { set } of [spread, hot]) {
        const { sent, accepted } = await load.call('repeat', { set, port: server.port, count: REPEATS });
        if (accepted < sent)
          throw new Error(`${sent - accepted} repeated notifications were not answered \`success\``);
      }
      await requireCredits(client, acknowledged);
    },
  };
}

/** Credits by one statement, in a database of its own with the same schema, orders spread and hot. */
async function openLimit(postgres, options, connections, cleanup) {
  const databaseUrl = await postgres.createDatabase('limit');
  const program = startProgram(crediter, cleanup);
  const kinds = Object.fromEntries(
    ['spread', 'hot'].map((name) => [
      name,
      { prefix: orderPrefix(randomBytes(8).toString('hex')), next: 0, end: 0 },
    ]),
  );
  const perRound = Math.ceil((options.quick ? 2000 : 6000) * options.seconds);
  await withConnection(databaseUrl, (client) => fillMarket(client));
  return {
    async measure(name) {
      const kind = kinds[name];
      const { prefix } = kind;
      const end = kind.next + perRound;
      if (end > kind.end)
        await withConnection(databaseUrl, async (client) => {
          await fillOrders(client, { prefix, from: kind.end, to: end, hot: name === 'hot' });
          await client.query('ANALYZE reward');
          await client.query('CHECKPOINT');
        });
      kind.end = end;
      const { seconds } = options;
      const result = await program.call('measure', {
        databaseUrl,
        prefix,
        from: kind.next,
        to: end,
        connections,
        seconds,
      });
      kind.next = result.next;
      return result;
    },
  };
}
