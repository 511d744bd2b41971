// npm run mutation: changes the code in one small place after another, and tells where no test notices.
//   npm run mutation -- core                              money, states, signing, parsing, posting: every mutant
//   npm run mutation -- sample [--seed N] [--count 200]   a sample of the rest of wallet and payments
// --only PATH narrows either. Takes hours, and is not part of CI. Reports are left in coverage/mutation.
import { randomInt } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Stryker } from '@stryker-mutator/core';
import { filesOf } from './parts.mjs';
import { samplePlaces } from './sample.mjs';

const require = createRequire(import.meta.url);
require('../support/typescript-imports.cjs');
// One database server and one set of keys for all mutants, which find them in the environment as jest's workers do.
const { default: setUpTests } = require('../support/global-setup.ts');
const { default: tearDownTests } = require('../support/global-teardown.ts');

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    seed: { type: 'string', default: String(randomInt(2 ** 31)) },
    count: { type: 'string', default: '200' },
    only: { type: 'string', default: 'src/' },
    concurrency: { type: 'string', default: '2' },
  },
});
const [part = 'core'] = positionals;
if (part !== 'core' && part !== 'sample') throw new Error(`core or sample, not ${part}`);

const files = filesOf(part, sources()).filter((file) => file.startsWith(values.only));
const mutate =
  part === 'core'
    ? files
    : await samplePlaces(files, { seed: Number(values.seed), count: Number(values.count) });
if (part === 'sample') console.log(`mutation: --seed ${values.seed} --count ${values.count}`);

process.env.MUTATED_FILES = files.join(',');
process.env.MUTATION_COVERAGE = await mkdtemp(join(tmpdir(), 'zanshang-mutation-'));
await setUpTests();
try {
  await new Stryker({
    mutate,
    testRunner: 'command',
    commandRunner: { command: 'node test/mutation/run-specs.mjs' },
    plugins: [join(import.meta.dirname, 'documentation.mjs')],
    ignorers: ['documentation'],
    ignorePatterns: ['dist', 'web', 'docs', 'bench', 'coverage', '.data'],
    concurrency: Number(values.concurrency),
    dryRunTimeoutMinutes: 60,
    disableTypeChecks: false,
    reporters: ['clear-text', 'progress-append-only', 'html', 'json'],
    htmlReporter: { fileName: `coverage/mutation/${part}.html` },
    jsonReporter: { fileName: `coverage/mutation/${part}.json` },
    clearTextReporter: { logTests: false, reportTests: false },
    thresholds: { high: 95, low: 85, break: 85 },
  }).runMutationTest();
} finally {
  await tearDownTests();
  await rm(process.env.MUTATION_COVERAGE, { recursive: true, force: true });
}

function sources() {
  return readdirSync('src', { recursive: true, encoding: 'utf8' })
    .map((name) => `src/${name.replaceAll('\\', '/')}`)
    .filter((name) => name.endsWith('.ts'))
    .sort();
}
