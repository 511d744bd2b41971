// npm test: the checks, the build and every test, closed by one line of counts. Arguments go to jest, which then runs
// alone: npm test -- test/e2e/users.spec.ts
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildIfNeeded } from './build-if-needed.mjs';
import { runChecks } from './checks.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const jestArguments = process.argv.slice(2);

buildIfNeeded();
const checks = jestArguments.length === 0 ? await runChecks(root) : { passed: 0, failed: 0 };
const tests = await runTests(jestArguments);
const failed = checks.failed + tests.failed;
console.log(`\n${checks.passed + tests.passed} passed, ${failed} failed`);
process.exitCode = failed === 0 && tests.exitCode === 0 ? 0 : 1;

async function runTests(args) {
  const directory = mkdtempSync(join(tmpdir(), 'zanshang-results-'));
  const file = join(directory, 'results.json');
  try {
    const exitCode = await jest(['--json', `--outputFile=${file}`, ...args]);
    return { ...countsIn(file), exitCode };
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** The report goes to standard error as always; standard output would be the results, which are in the file. */
function jest(args) {
  const program = join(root, 'node_modules/jest/bin/jest.js');
  const child = spawn(process.execPath, [program, ...args], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  return new Promise((resolve) => child.once('close', (code) => resolve(code ?? 1)));
}

/** A file that could not be run at all counts as one failure. */
function countsIn(file) {
  try {
    const { numPassedTests, numFailedTests, numRuntimeErrorTestSuites } = JSON.parse(
      readFileSync(file, 'utf8'),
    );
    return { passed: numPassedTests, failed: numFailedTests + numRuntimeErrorTestSuites };
  } catch {
    return { passed: 0, failed: 1 };
  }
}
