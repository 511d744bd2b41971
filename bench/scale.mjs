// npm run bench:scale: one, two and four instances on one database behind a plain reverse proxy, and one instance behind
// pgbouncer, in turns; correctness after every round.
import { existsSync } from 'node:fs';
import { buildIfNeeded } from '../scripts/build-if-needed.mjs';
import { printContestants } from './report/contestants.mjs';
import { openFleet } from './scale/fleet.mjs';
import { startPgbouncer } from './scale/pgbouncer.mjs';
import { openContestant, takeTurns } from './setup/contestant.mjs';
import { openPostgres } from './setup/database.mjs';
import { Cleanup } from './support/cleanup.mjs';
import { readScaleOptions } from './support/options.mjs';

const options = readScaleOptions(process.argv.slice(2));
buildIfNeeded();
const cleanup = new Cleanup();
try {
  const postgres = await openPostgres({ settings: { max_connections: '200' } }, cleanup);
  const contestants = [];
  for (const instances of options.instances) {
    const name = `${instances}_behind_a_proxy`;
    contestants.push(
      await openContestant(postgres, name, (databaseUrl) =>
        openFleet({ postgres, databaseUrl, instances }, cleanup),
      ),
    );
  }
  if (existsSync(options.pgbouncer))
    contestants.push(await openContestant(postgres, '1_through_pgbouncer', openThroughPgbouncer));
  else console.log(`no ${options.pgbouncer} here: left out`);
  const results = await takeTurns(contestants, { ...options, warmUpSeconds: 10 });
  console.log('');
  printContestants(results, contestants);

  async function openThroughPgbouncer(databaseUrl) {
    const through = await startPgbouncer(options.pgbouncer, databaseUrl, cleanup);
    const environment = {
      DATABASE_URL: through,
      DATABASE_DIRECT_URL: databaseUrl,
      DATABASE_NAMED_STATEMENTS: 'off',
    };
    return openFleet({ postgres, databaseUrl, instances: 1, environment }, cleanup);
  }
} finally {
  await cleanup.run();
}
