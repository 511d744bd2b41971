import './typescript-imports.cjs';
import { dropTestDatabases, testServer } from './database-server.js';

declare global {
  /** Set by the global setup where it started a PostgreSQL of its own; both run in jest's main process. */
  var stopTestServer: (() => Promise<void>) | undefined;
}

/** Leaves nothing of the run behind, neither processes nor databases nor files. */
export default async function globalTeardown(): Promise<void> {
  if (globalThis.stopTestServer) {
    await globalThis.stopTestServer();
    globalThis.stopTestServer = undefined;
    return;
  }
  const { server, prefix } = testServer();
  await dropTestDatabases(server, prefix);
}
