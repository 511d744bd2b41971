// What Stryker runs for each mutant, in its copy of the project: the specs that come by it, quickest first, until one fails.
import { spawnSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { specsFor } from './parts.mjs';

/** A mutant that runs for longer is one that never ends, which counts as noticed. */
const LONGEST_MS = 300_000;

const mutant = process.env.__STRYKER_ACTIVE_MUTANT__;
const files = process.env.MUTATED_FILES.split(',');
process.exitCode = mutant
  ? tryMutant()
  : jest(allSpecs(), '--setupFilesAfterEnv=<rootDir>/test/mutation/note-coverage.cjs');

/** Without a mutant everything has to pass; note-coverage.cjs says what came by which mutant. */
function allSpecs() {
  return [...new Set(files.flatMap(specsFor))];
}

/** @returns 0 where no spec fails */
function tryMutant() {
  const specs = specsFor(fileOf(mutant));
  const notes = readNotes().filter(({ spec }) => specs.some((path) => spec.startsWith(path)));
  const met = notes.filter(({ run }) => run.includes(mutant));
  // What is made while a module loads (the text of a statement) may be used by anybody.
  const chosen = met.length > 0 ? met : notes.filter(({ loaded }) => loaded.includes(mutant));
  for (const { spec } of chosen.sort((a, b) => a.ms - b.ms)) {
    const status = jest([spec]);
    if (status !== 0) return 1;
  }
  return 0;
}

function readNotes() {
  const folder = process.env.MUTATION_COVERAGE;
  return readdirSync(folder).map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')));
}

/** The run's database is there already: see mutation.mjs. */
function jest(paths, ...options) {
  const program = ['node_modules/jest/bin/jest.js', ...options];
  const manner = ['--bail', '--runInBand', '--globalSetup=', '--globalTeardown='];
  const { status } = spawnSync(process.execPath, [...program, ...manner, ...paths], {
    stdio: 'inherit',
    timeout: LONGEST_MS,
  });
  return status;
}

/** Stryker writes a mutant's number where it is switched on. */
function fileOf(id) {
  return files.find((file) => readFileSync(file, 'utf8').includes(`stryMutAct_9fa48("${id}")`));
}
