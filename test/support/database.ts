import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { administer, dropDatabase, testServer, withDatabase } from './database-server.js';

export interface TestDatabase {
  url: string;
  /** Runs one statement on a small pool of its own and returns its rows. */
  query: (sql: string, params?: unknown[]) => Promise<pg.QueryResultRow[]>;
  drop: () => Promise<void>;
}

const OBJECT_IN_USE = '55006';

/** A fresh, migrated database for one spec file. Whoever forgets to drop it leaves that to the end of the run. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const { server, prefix, template } = testServer();
  const name = prefix + randomBytes(6).toString('hex');
  await clone(server, template, name);
  const url = withDatabase(server, name);
  const pool = new pg.Pool({
    connectionString: url,
    max: 4,
    idleTimeoutMillis: 1_000,
    allowExitOnIdle: true,
  });
  pool.on('error', () => undefined);
  return {
    url,
    query: async (sql, params = []) => (await pool.query(sql, params)).rows,
    async drop() {
      await pool.end();
      await dropDatabase(server, name);
    },
  };
}

/** Several workers may clone at once; only a connection to the template is in the way, and no one keeps one for long. */
export async function clone(server: string, template: string, name: string): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await administer(server, `CREATE DATABASE ${name} TEMPLATE ${template}`);
      return;
    } catch (error) {
      if ((error as { code?: string }).code !== OBJECT_IN_USE || attempt === 10) throw error;
      await sleep(200);
    }
  }
}
