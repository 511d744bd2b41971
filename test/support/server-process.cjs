// A server in a process of its own, so that a test can kill it: `node test/support/server-process.cjs`.
require('./typescript-imports.cjs');
const { SETTINGS, serve } = require('./server.ts');

void serve(JSON.parse(process.env[SETTINGS]));
