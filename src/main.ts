import { start } from './start.js';

// Compiled code that is started by itself is production.
await start(false);
