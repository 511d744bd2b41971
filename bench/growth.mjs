// npm run bench:growth: what a long history costs. Fills databases with millions of tips, and looks at every page, at
// crediting, at sizes and at the rows that change most.
import { buildIfNeeded } from '../scripts/build-if-needed.mjs';
import { fillHistory, marketOf } from './growth/history.mjs';
import { creditHotAuthor } from './growth/hot-author.mjs';
import { pagesOf } from './growth/pages.mjs';
import { explainEverything, explainPage } from './growth/plans.mjs';
import { inMillions, printChurn, printCrediting, printPages, printSizes } from './growth/report.mjs';
import { churn, tableSizes } from './growth/sizes.mjs';
import { openPostgres, withConnection } from './setup/database.mjs';
import { measureLoad, openLaboratory } from './setup/laboratory.mjs';
import { OrderSupply } from './setup/order-supply.mjs';
import { Cleanup } from './support/cleanup.mjs';
import { readGrowthOptions } from './support/options.mjs';

const CONNECTIONS = 64;

const options = readGrowthOptions(process.argv.slice(2));
buildIfNeeded();
const cleanup = new Cleanup();
const results = [];
try {
  const postgres = await openPostgres({}, cleanup);
  console.log(`${postgres.description}\n`);
  for (const rows of options.sizes) {
    // There from the beginning: where a later part fails, the earlier ones are still worth reading.
    results.push({ crediting: [] });
    await lookAt(postgres, rows, results.at(-1));
  }
} finally {
  await cleanup.run();
  if (results.length > 0) report();
}

function report() {
  const measured = (part) => options.sizes.filter((_, i) => results[i]?.[part]);
  const { tables, hot } = results.at(-1);
  console.log('');
  printPages(measured('pages'), results);
  console.log('');
  printCrediting(measured('crediting'), results);
  console.log('');
  if (tables) printSizes(options.sizes[results.length - 1], tables);
  console.log('');
  if (hot) printChurn(options.hotCredits, hot);
}

/** Everything about one size, into `result`; its database is dropped afterwards. */
async function lookAt(postgres, rows, result) {
  console.log(`${inMillions(rows)} rewards`);
  const databaseUrl = await postgres.createDatabase(`rows_${rows}`);
  const isLargest = rows === options.sizes.at(-1);
  await withConnection(databaseUrl, async (client) => {
    await fillHistory(client, rows, console.log);
    result.tables = await tableSizes(client);
    result.pages = await lookAtPages(postgres, databaseUrl, client);
    await measureCrediting(postgres, databaseUrl, client, { rows, rates: result.crediting });
    if (isLargest && options.hotCredits > 0) result.hot = await wearOut(databaseUrl, client, rows);
  });
  await postgres.dropDatabase(databaseUrl);
}

async function lookAtPages(postgres, databaseUrl, client) {
  await explainEverything(postgres, databaseUrl, true);
  return inLaboratory(postgres, databaseUrl, async (laboratory) => {
    const results = new Map();
    for (const page of await pagesOf(laboratory, client)) {
      results.set(page.name, await explainPage(laboratory.server, postgres.logFile, page));
    }
    await explainEverything(postgres, databaseUrl, false);
    return results;
  });
}

/** Path B at this size, credits a second into `rates`; then a recount of all books. */
async function measureCrediting(postgres, databaseUrl, client, { rows, rates }) {
  return inLaboratory(postgres, databaseUrl, async (laboratory) => {
    const supply = new OrderSupply(laboratory, client, { set: 'spread', hot: false, market: marketOf(rows) });
    const run = async (seconds) => {
      await supply.prepare(1000 * seconds);
      const result = await measureLoad(laboratory, { set: 'spread', connections: CONNECTIONS, seconds });
      supply.used(result, options.seconds / seconds);
      return result.perSecond;
    };
    await run(Math.min(2, options.seconds));
    for (let round = 0; round < options.rounds; round++) rates.push(await run(options.seconds));
    const begun = Date.now();
    await laboratory.books.requireBalance();
    console.log(`  the books balance; the recount took ${((Date.now() - begun) / 1000).toFixed(0)} s`);
  });
}

async function wearOut(databaseUrl, client, rows) {
  const before = await churn(client);
  const rates = await creditHotAuthor(client, databaseUrl, options.hotCredits, marketOf(rows));
  return { rates, before, after: await churn(client) };
}

async function inLaboratory(postgres, databaseUrl, work) {
  const ownCleanup = new Cleanup();
  try {
    return await work(await openLaboratory({ postgres, databaseUrl }, ownCleanup));
  } finally {
    await ownCleanup.run();
  }
}
