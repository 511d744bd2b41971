import { setTimeout as sleep } from 'node:timers/promises';
import { residentMegabytes, sumOf } from '../support/processes.mjs';
import { withConnection } from './database.mjs';
import { measureLoad } from './laboratory.mjs';
import { fillMarket, MARKET } from './market.mjs';
import { requireCredits } from './books.mjs';
import { OrderSupply } from './order-supply.mjs';

const SETTLE_DOWN_MS = 2000;

/** Both paths in one short run each: path A at 32 connections, path B at 64, its orders spread and hot. */
export const RUNS = { a: ['tips', 32], spread: ['spread', 64], hot: ['hot', 64] };

/**
 * One of several set-ups that are measured in turns: a laboratory on a database of its own, with a market in it and
 * orders to be paid. `openLaboratory` is given the database's address.
 */
export async function openContestant(postgres, name, openLaboratoryAt) {
  const databaseUrl = await postgres.createDatabase(name);
  await withConnection(databaseUrl, (client) => fillMarket(client));
  const laboratory = await openLaboratoryAt(databaseUrl);
  const { load, server, secrets } = laboratory;
  await sleep(SETTLE_DOWN_MS);
  const idleMegabytes = sumOf(residentMegabytes, server.pids);
  await load.call('prepareTips', { port: server.port, ...MARKET, jwtSecret: secrets.jwtSecret });
  const client = {
    query: (...query) => withConnection(databaseUrl, (connection) => connection.query(...query)),
  };
  const supplies = {
    spread: new OrderSupply(laboratory, client, { set: 'spread', hot: false }),
    hot: new OrderSupply(laboratory, client, { set: 'hot', hot: true }),
  };
  let acknowledged = 0;
  return {
    name,
    laboratory,
    idleMegabytes,
    async run(kind, seconds) {
      const [set, connections] = RUNS[kind];
      await supplies[kind]?.prepare(1500 * seconds);
      const result = await measureLoad(laboratory, { set, connections, seconds });
      supplies[kind]?.used(result);
      if (kind !== 'a') acknowledged += result.accepted;
      if (result.refused > 0) throw new Error(`${name}: refused ${JSON.stringify(result.refusals)}`);
      return result;
    },
    /** @throws unless the books balance and each acknowledged order was credited exactly once */
    async check() {
      await laboratory.books.requireBalance();
      await requireCredits(client, acknowledged);
    },
  };
}

/** Measures the contestants in turns, a different one first in each round. @returns results by kind and contestant */
export async function takeTurns(contestants, { rounds, seconds, warmUpSeconds }) {
  const results = new Map();
  const kinds = Object.keys(RUNS);
  for (const kind of kinds) for (const contestant of contestants) await contestant.run(kind, warmUpSeconds);
  for (let round = 0; round < rounds; round++) {
    const turn = contestants.map((_, i) => contestants[(i + round) % contestants.length]);
    for (const kind of kinds)
      for (const contestant of turn) {
        const key = `${kind} ${contestant.name}`;
        results.set(key, [...(results.get(key) ?? []), await contestant.run(kind, seconds)]);
      }
    for (const contestant of contestants) await contestant.check();
    console.log(`round ${round + 1} of ${rounds}; the books balance`);
  }
  return results;
}
