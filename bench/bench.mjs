// npm run bench: how close the two hot paths come to what the machine allows. docs/performance.md explains the figures.
import { mkdir } from 'node:fs/promises';
import { availableParallelism, cpus } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { buildIfNeeded } from '../scripts/build-if-needed.mjs';
import { openCreatePath } from './paths/create.mjs';
import { openSettlePath } from './paths/settle.mjs';
import { drawFlameGraph } from './profile/flame-graph.mjs';
import { printFigures } from './report/figures.mjs';
import { printGoals } from './report/goals.mjs';
import { openPostgres, withConnection } from './setup/database.mjs';
import { openLaboratory } from './setup/laboratory.mjs';
import { fillMarket, SEEDED_ORDERS } from './setup/market.mjs';
import { Cleanup } from './support/cleanup.mjs';
import { readBenchOptions } from './support/options.mjs';
import { residentMegabytes } from './support/processes.mjs';

const SETTLE_DOWN_MS = 2000;
const openers = { a: openCreatePath, b: openSettlePath };

const options = readBenchOptions(process.argv.slice(2));
buildIfNeeded();
const cleanup = new Cleanup();
try {
  const postgres = await openPostgres({ url: options.databaseUrl }, cleanup);
  console.log(`Node ${process.version}, ${availableParallelism()} × ${cpus()[0]?.model.trim()}`);
  console.log(`${postgres.description}\n`);
  if (options.profileFolder === undefined) await compare(postgres);
  else for (const path of options.paths) await profile(postgres, path);
} finally {
  await cleanup.run();
}

/** Measures paths and limits in turns, and checks the books after each round. */
async function compare(postgres) {
  const { laboratory, paths, client } = await open(postgres, options.paths);
  await sleep(options.quick ? 0 : SETTLE_DOWN_MS);
  const idleMegabytes = residentMegabytes(laboratory.server.pids[0]);
  console.log(
    `ready ${laboratory.server.startMs} ms after its start, idle at ${idleMegabytes?.toFixed(0)} MB`,
  );
  for (const path of paths) await path.warmUp();
  const results = new Map();
  for (let round = 1; round <= options.rounds; round++) {
    for (const path of paths) {
      for await (const [name, result] of path.round()) {
        results.set(name, [...(results.get(name) ?? []), result]);
        if (result.refused > 0) console.log(`${name}: refused ${JSON.stringify(result.refusals)}`);
      }
    }
    await check(laboratory, paths, client);
    console.log(`round ${round} of ${options.rounds}: ${inShort(results)}; the books balance`);
  }
  const names = Object.assign({}, ...paths.map((path) => path.names));
  console.log('');
  printFigures(results, names);
  if (options.quick) return;
  console.log('');
  printGoals(results, idleMegabytes);
}

/** Writes a processor profile and a flame graph of one path. */
async function profile(postgres, name) {
  const profileFile = join(process.cwd(), options.profileFolder, `path-${name}.cpuprofile`);
  await mkdir(dirname(profileFile), { recursive: true });
  const { laboratory, paths } = await open(postgres, [name], profileFile);
  await paths[0].warmUp();
  const round = paths[0].round({ beforeLoad: laboratory.server.beginProfile });
  const { value } = await round.next();
  await laboratory.server.endProfile();
  console.log(`\n${value[0]}: ${value[1].perSecond.toFixed(0)}/s under the profiler`);
  await drawFlameGraph(profileFile);
}

async function open(postgres, paths, profileFile) {
  const databaseUrl = await postgres.createDatabase(`paths_${paths.join('')}`);
  await withConnection(databaseUrl, (client) => fillMarket(client));
  const laboratory = await openLaboratory({ postgres, databaseUrl, profileFile }, cleanup);
  const client = {
    query: (...query) => withConnection(databaseUrl, (connection) => connection.query(...query)),
  };
  const opened = [];
  for (const path of paths) opened.push(await openers[path](laboratory, client, options, cleanup));
  return { laboratory, paths: opened, client };
}

async function check({ books }, paths, client) {
  await books.requireBalance();
  const { rows } = await client.query(
    `SELECT count(*)::int AS seeded FROM reward WHERE out_trade_no LIKE '${SEEDED_ORDERS}%'`,
  );
  for (const path of paths) await path.check(rows[0].seeded);
}

function inShort(results) {
  return [...results].map(([name, rounds]) => `${name} ${rounds.at(-1).perSecond.toFixed(0)}/s`).join(', ');
}
