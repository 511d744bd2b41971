// npm run fuzz: the properties of test/fuzz, with one seed after the other until the minutes are over or one fails.
// npm run fuzz -- --minutes 10 --seed 7
import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { buildIfNeeded } from './build-if-needed.mjs';
import { runJest } from './test-runs.mjs';

const { values } = parseArgs({
  options: { minutes: { type: 'string', default: '0' }, seed: { type: 'string' } },
});
const endMs = Date.now() + wholeNumber('minutes', values.minutes) * 60_000;
let seed = values.seed === undefined ? randomInt(2 ** 31) : wholeNumber('seed', values.seed);

buildIfNeeded();
let rounds = 0;
let failed;
do {
  process.env.FUZZ_SEED = String(seed);
  ({ failed } = await runJest(['test/fuzz/']));
  rounds += 1;
  console.log(
    failed === 0 ? `✓ --seed ${seed}` : `✗ ${failed} failed; again: npm run fuzz -- --seed ${seed}`,
  );
  seed = (seed + 1) % 2 ** 31;
} while (failed === 0 && Date.now() < endMs);
console.log(`${rounds} seeds, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;

function wholeNumber(name, text) {
  if (/^\d{1,10}$/.test(text)) return Number(text);
  throw new Error(`--${name} must be a whole number`);
}
