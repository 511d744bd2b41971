// What Stryker runs for each mutant, in its copy of the project: the specs that come by it, until one fails.
import { spawnSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { specsFor } from './parts.mjs';

/** A mutant that takes so many times as long as its specs do without it never ends, which counts as noticed. */
const PATIENCE = 3;
const LOADING_MS = 30_000;

const mutant = process.env.__STRYKER_ACTIVE_MUTANT__;
const files = process.env.MUTATED_FILES.split(',');
process.exitCode = mutant
  ? tryMutant()
  : jest(undefined, allSpecs(), '--setupFilesAfterEnv=<rootDir>/test/mutation/note-coverage.cjs');

/** Without a mutant everything has to pass; note-coverage.cjs says what came by which mutant. */
function allSpecs() {
  return [...new Set(files.flatMap(specsFor))];
}

/** @returns 0 where no spec fails */
function tryMutant() {
  const file = fileOf(mutant);
  const named = specsFor(file);
  const notes = readNotes().filter(({ spec }) => named.some((path) => spec.startsWith(path)));
  const loading = notes.filter(({ times }) => mutant in times);
  const met = loading.filter(({ times }) => times[mutant] > 0);
  // What is made while a module loads (the text of a statement) may be used by anybody who uses the file.
  const ids = met.length > 0 ? [mutant] : mutantsIn(file);
  const chosen = met.length > 0 ? met : loading;
  const density = ({ times, ms }) => ids.reduce((sum, id) => sum + (times[id] ?? 0), 0) / ms;
  const specs = chosen.sort((a, b) => density(b) - density(a)).map(({ spec }) => spec);
  const limit = LOADING_MS + PATIENCE * chosen.reduce((sum, { ms }) => sum + ms, 0);
  if (specs.length === 0) return 0;
  process.env.MUTATION_ORDER = specs.join();
  return jest(limit, specs, '--testSequencer=<rootDir>/test/mutation/given-order.cjs');
}

function readNotes() {
  const folder = process.env.MUTATION_COVERAGE;
  return readdirSync(folder).map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')));
}

/** The run's database is there already: see mutation.mjs. @returns 0 where all pass within `timeout` milliseconds */
function jest(timeout, paths, ...options) {
  const program = ['node_modules/jest/bin/jest.js', ...options];
  const manner = ['--bail', '--runInBand', '--globalSetup=', '--globalTeardown='];
  const { status } = spawnSync(process.execPath, [...program, ...manner, ...paths], {
    stdio: 'inherit',
    timeout,
  });
  return status === 0 ? 0 : 1;
}

/** Stryker writes a mutant's number where it is switched on. */
function mutantsIn(file) {
  return [...readFileSync(file, 'utf8').matchAll(/stryMutAct_9fa48\("(\d+)"\)/g)].map(([, id]) => id);
}

function fileOf(id) {
  return files.find((file) => mutantsIn(file).includes(id));
}
