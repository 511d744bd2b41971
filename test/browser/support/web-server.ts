import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { administer, dropTestDatabases, newPrefix, withDatabase } from '../../support/database-server.js';
import { freePort, spawnNode } from '../../support/processes.js';
import { cleanUpAfterDeath } from '../../support/reaper.js';

/** A server as `npm start` runs it: a process of its own, with its pages, simulator and demo data. */
export interface WebServer {
  /** Where people reach it. */
  readonly url: string;
  readonly simulatorUrl: string;
  stop(): Promise<void>;
}

const START_TIMEOUT_MS = 120_000;
const root = resolve(__dirname, '../../..');

/** What a program needs of this environment; nothing that points a real server somewhere. */
const KEPT = new Set(['PATH', 'HOME', 'LANG', 'TZ', 'TMPDIR']);

/**
 * Starts a server on free ports over a temporary folder, with a PostgreSQL of its own or a database on
 * TEST_DATABASE_URL's. It must have been built.
 *
 * @param settings environment variables of the server beside its addresses
 */
export async function startWebServer(settings: NodeJS.ProcessEnv = {}): Promise<WebServer> {
  const dataDir = await mkdtemp(join(tmpdir(), 'zanshang-browser-'));
  cleanUpAfterDeath(dataDir);
  const database = await databaseFor(process.env.TEST_DATABASE_URL || undefined);
  const [port, simulatorPort] = [await freePort(), await freePort()];
  const program = spawnNode(['-r', join(root, 'scripts/thread-pool.cjs'), join(root, 'scripts/start.mjs')], {
    // Away from a developer's .env.
    cwd: dataDir,
    env: {
      ...Object.fromEntries(Object.keys(process.env).map((name) => [name, keptOrRemoved(name)])),
      PORT: port.toString(),
      SIMULATOR_PORT: simulatorPort.toString(),
      DATA_DIR: dataDir,
      DATABASE_URL: database.url,
      LOG_LEVEL: 'error',
      ...settings,
    },
  });
  const stop = async (): Promise<void> => {
    await program.kill('SIGTERM');
    await database.drop();
    await rm(dataDir, { recursive: true, force: true });
  };
  const url = `http://localhost:${port.toString()}`;
  try {
    await program.waitForHttp(`${url}/health/ready`, { timeoutMs: START_TIMEOUT_MS });
  } catch (error) {
    await stop();
    throw error;
  }
  return { url, simulatorUrl: `http://127.0.0.1:${simulatorPort.toString()}`, stop };
}

function keptOrRemoved(name: string): string | undefined {
  return KEPT.has(name) ? process.env[name] : undefined;
}

/** An empty database on the given server; without one, the server under test starts its own. */
async function databaseFor(given: string | undefined) {
  if (given === undefined) return { url: undefined, drop: () => Promise.resolve() };
  const prefix = newPrefix();
  await administer(given, `CREATE DATABASE ${prefix}browser`);
  return { url: withDatabase(given, `${prefix}browser`), drop: () => dropTestDatabases(given, prefix) };
}
