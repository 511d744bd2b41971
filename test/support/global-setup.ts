import './typescript-imports.cjs';
import { randomInt } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '../../src/database/embedded/embedded-postgres.js';
import { runMigrations } from '../../src/database/migrate.js';
import {
  administer,
  dropTestDatabases,
  newPrefix,
  publishTestServer,
  withDatabase,
} from './database-server.js';
import { publishKeyPairs } from './key-pairs.js';
import globalTeardown from './global-teardown.js';
import { cleanUpAfterDeath } from './reaper.js';

/**
 * One PostgreSQL for the whole run (TEST_DATABASE_URL's, or an embedded one in a temporary directory), with a migrated
 * template that every spec file clones its database from.
 */
export default async function globalSetup(): Promise<void> {
  const given = process.env.TEST_DATABASE_URL ?? '';
  const prefix = newPrefix();
  const template = `${prefix}template`;
  const server = given === '' ? await startServer() : given;
  publishTestServer({ server, prefix, template });
  publishKeyPairs();
  // One seed for all of test/fuzz, whichever worker runs it.
  process.env.FUZZ_SEED ??= randomInt(2 ** 31).toString();
  try {
    await dropTestDatabases(server, prefix);
    await administer(server, `CREATE DATABASE ${template}`);
    await runMigrations(withDatabase(server, template));
    await administer(server, `ALTER DATABASE ${template} ALLOW_CONNECTIONS false`);
  } catch (error) {
    await globalTeardown();
    throw error;
  }
}

async function startServer(): Promise<string> {
  const dataDir = await mkdtemp(join(tmpdir(), 'zanshang-test-'));
  cleanUpAfterDeath(dataDir);
  const lines: string[] = [];
  const postgres = await startEmbeddedPostgres({
    dataDir,
    log: (line) => lines.push(line),
    settings: { fsync: 'off', full_page_writes: 'off', max_connections: '200' },
  });
  globalThis.stopTestServer = async () => {
    await postgres.stop();
    await rm(dataDir, { recursive: true, force: true });
  };
  return postgres.url;
}
