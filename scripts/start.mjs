// npm start: everything that is needed, built in. Compiled code that is started in any other way is production.
import { buildIfNeeded, buildPagesIfNeeded } from './build-if-needed.mjs';

buildIfNeeded();
buildPagesIfNeeded();
const { start } = await import('../dist/src/start.js');
await start(true);
