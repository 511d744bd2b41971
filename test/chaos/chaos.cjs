// npm run chaos: what the server promises about money, while everything around it breaks. See docs/operations.md.
require('../support/typescript-imports.cjs');

async function main() {
  const { buildIfNeeded } = await import('../../scripts/build-if-needed.mjs');
  buildIfNeeded();
  const { runChaos } = require('./run.ts');
  process.exitCode = (await runChaos(process.argv.slice(2))) ? 0 : 1;
}

void main();
