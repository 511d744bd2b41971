// npm run openapi: writes docs/openapi.json from the compiled server; with --check only says whether it is up to date.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { buildIfNeeded } from './build-if-needed.mjs';

const file = fileURLToPath(new URL('../docs/openapi.json', import.meta.url));

buildIfNeeded();
const { openApiJson } = await import('../dist/src/openapi.js');
const text = await openApiJson();
if (!process.argv.includes('--check')) {
  writeFileSync(file, text);
} else if (readWritten() !== text) {
  console.error('docs/openapi.json 已过时，请运行 npm run openapi / is stale: run npm run openapi');
  process.exitCode = 1;
}

function readWritten() {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
