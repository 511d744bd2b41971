// Runs a compiled program, building it first where needed: node scripts/run-built.mjs src/migrate.js
import { buildIfNeeded } from './build-if-needed.mjs';

buildIfNeeded();
await import(`../dist/${process.argv[2]}`);
