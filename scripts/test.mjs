// npm test: the checks, the build and every test but the browser's, closed by one line of counts. Arguments go to jest,
// which then runs alone: npm test -- test/e2e/users.spec.ts
import { fileURLToPath } from 'node:url';
import { buildIfNeeded } from './build-if-needed.mjs';
import { runChecks } from './checks.mjs';
import { runJest, runVitest } from './test-runs.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const jestArguments = process.argv.slice(2);
const isWhole = jestArguments.length === 0;

buildIfNeeded();
const results = [];
if (isWhole) results.push(...(await Promise.all([runChecks(root), runVitest()])));
results.push(await runJest(jestArguments));
const [passed, failed] = ['passed', 'failed'].map((name) => results.reduce((sum, one) => sum + one[name], 0));
console.log(`\n${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
