// npm run check: everything that can be said of the code without running it. Prints the output of what fails.
import { fileURLToPath } from 'node:url';
import { runChecks } from './checks.mjs';

const { failed } = await runChecks(fileURLToPath(new URL('..', import.meta.url)));
if (failed > 0) process.exitCode = 1;
