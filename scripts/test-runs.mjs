import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Runs jest with these arguments. @returns {Promise<{ passed: number, failed: number }>} */
export function runJest(args) {
  return run('node_modules/jest/bin/jest.js', (file) => ['--json', `--outputFile=${file}`, ...args]);
}

/** The same for the pages' own tests. */
export function runVitest() {
  const reporters = ['--reporter=default', '--reporter=json'];
  return run('node_modules/vitest/vitest.mjs', (file) => [
    'run',
    '--config=web/vite.config.ts',
    ...reporters,
    `--outputFile.json=${file}`,
  ]);
}

async function run(program, argsFor) {
  const directory = mkdtempSync(join(tmpdir(), 'zanshang-results-'));
  const file = join(directory, 'results.json');
  try {
    const exitCode = await execute(join(root, program), argsFor(file));
    const { passed, failed } = countsIn(file);
    // A run that failed as a whole, as by its set-up or a missing file, is one failure.
    return { passed, failed: exitCode === 0 ? failed : Math.max(1, failed) };
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** The report goes to standard error; standard output would be the results, which are in the file. */
function execute(program, args) {
  const child = spawn(process.execPath, [program, ...args], { cwd: root, stdio: ['ignore', 2, 2] });
  return new Promise((resolve) => child.once('close', (code) => resolve(code ?? 1)));
}

/** A file that could not be run at all counts as one failure. Both programs write the same names. */
function countsIn(file) {
  try {
    const {
      numPassedTests,
      numFailedTests,
      numRuntimeErrorTestSuites = 0,
    } = JSON.parse(readFileSync(file, 'utf8'));
    return { passed: numPassedTests, failed: numFailedTests + numRuntimeErrorTestSuites };
  } catch {
    return { passed: 0, failed: 1 };
  }
}
