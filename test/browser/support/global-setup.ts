import '../../support/typescript-imports.cjs';
import { mkdir, rm } from 'node:fs/promises';
import { startWebServer } from './web-server.js';
import { publishSharedServer, SCREENSHOTS } from './shared-server.js';

declare global {
  /** Set by the global setup; both run in jest's main process. */
  var stopSharedServer: (() => Promise<void>) | undefined;
}

/** One server for the whole run; a spec file that breaks things starts another. */
export default async function globalSetup(): Promise<void> {
  await rm(SCREENSHOTS, { recursive: true, force: true });
  await mkdir(SCREENSHOTS, { recursive: true });
  const server = await startWebServer({
    CONFIRM_SWEEP_SECONDS: '1',
    WITHDRAWAL_HOLD_DAYS: '0',
    WITHDRAWAL_MIN: '1.00',
  });
  globalThis.stopSharedServer = () => server.stop();
  publishSharedServer(server);
}
