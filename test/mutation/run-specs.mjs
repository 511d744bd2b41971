// What Stryker runs for each mutant, in its copy of the project: the specs that have to notice, until one fails.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { specsFor } from './parts.mjs';

/** A mutant that runs for longer is one that never ends, which counts as noticed. */
const LONGEST_MS = 300_000;

const mutant = process.env.__STRYKER_ACTIVE_MUTANT__;
const files = process.env.MUTATED_FILES.split(',');
const specs = mutant ? specsFor(fileOf(mutant)) : [...new Set(files.flatMap(specsFor))];

// What needs no server tells first. The run's database is there already.
const needServer = (spec) => spec.startsWith('test/e2e/');
const quick = specs.filter((spec) => !needServer(spec));
process.exitCode = jest(quick) || jest(specs.filter(needServer)) ? 1 : 0;

function jest(paths) {
  if (paths.length === 0) return 0;
  const options = ['--bail', '--runInBand', '--globalSetup=', '--globalTeardown='];
  const { status } = spawnSync(process.execPath, ['node_modules/jest/bin/jest.js', ...options, ...paths], {
    stdio: 'inherit',
    timeout: LONGEST_MS,
  });
  return status;
}

/** Stryker writes a mutant's number where it is switched on. */
function fileOf(id) {
  return files.find((file) => readFileSync(file, 'utf8').includes(`stryMutAct_9fa48("${id}")`));
}
