// npm run bench:compare -- [FOLDER] [--node="OPTIONS"]…: this build as production runs it against another one (the `dist` of
// an older checkout whose node_modules stand beside it) or against itself with other options of Node's, in turns.
// Processor time a request tells them apart even where the machine is busy.
import { resolve } from 'node:path';
import { buildIfNeeded } from '../scripts/build-if-needed.mjs';
import { printContestants } from './report/contestants.mjs';
import { openContestant, takeTurns } from './setup/contestant.mjs';
import { openPostgres } from './setup/database.mjs';
import { openLaboratory } from './setup/laboratory.mjs';
import { Cleanup } from './support/cleanup.mjs';
import { readCompareOptions } from './support/options.mjs';

const options = readCompareOptions(process.argv.slice(2));
buildIfNeeded();
const cleanup = new Cleanup();
try {
  const postgres = await openPostgres({}, cleanup);
  const others = options.nodeOptions.map((nodeOptions) => ({
    label: nodeOptions?.join(' ') ?? 'other',
    settings: { ...(options.other && { build: resolve(options.other) }), nodeOptions },
  }));
  const contestants = [];
  for (const [i, { label, settings }] of [...others, { label: 'this', settings: {} }].entries()) {
    const contestant = await openContestant(postgres, `contestant_${i}`, (databaseUrl) =>
      openLaboratory({ postgres, databaseUrl, ...settings }, cleanup),
    );
    contestants.push({ ...contestant, name: label });
  }
  const results = await takeTurns(contestants, { ...options, warmUpSeconds: 10 });
  console.log('');
  printContestants(results, contestants);
} finally {
  await cleanup.run();
}
