import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { parentOf } from '../support/processes.mjs';

/** Ways to be fast that lose money in a power failure. */
const DURABLE = { fsync: 'on', synchronous_commit: 'on', full_page_writes: 'on' };

/**
 * A PostgreSQL for measuring: one of our own with PostgreSQL's default settings, or the one at `url`, in which only
 * new databases are used and dropped again.
 */
export async function openPostgres({ url, settings }, cleanup) {
  const own = url === undefined ? await startOwn(settings, cleanup) : undefined;
  const administration = new pg.Client({ connectionString: own?.url ?? url });
  administration.on('error', () => undefined);
  await administration.connect();
  cleanup.add(() => administration.end());
  await requireDurability(administration);
  const { rows } = await administration.query(
    `SELECT pg_backend_pid() AS pid, version(), current_setting('shared_buffers') AS shared_buffers`,
  );
  const tag = randomBytes(4).toString('hex');
  return {
    description: `${rows[0].version.split(' on ')[0]}, shared_buffers ${rows[0].shared_buffers}, durability as by default`,
    /** The server's own process, where it runs on this machine. */
    pid: url === undefined || isLocal(url) ? parentOf(rows[0].pid) : undefined,
    logFile: own?.logFile,
    query: (sql, values) => administration.query(sql, values),
    /** A migrated database of this name. @returns its address */
    async createDatabase(name) {
      const database = `zanshang_bench_${tag}_${name}`;
      await administration.query(`CREATE DATABASE ${database}`);
      if (!own) cleanup.add(() => administration.query(`DROP DATABASE ${database} WITH (FORCE)`));
      const address = new URL(own?.url ?? url);
      address.pathname = `/${database}`;
      const { runMigrations } = await import('../../dist/src/database/migrate.js');
      await runMigrations(address.href);
      return address.href;
    },
    dropDatabase: (address) =>
      administration.query(`DROP DATABASE ${new URL(address).pathname.slice(1)} WITH (FORCE)`),
  };
}

/** Runs `work` with a connection to the database. */
export async function withConnection(address, work) {
  const client = new pg.Client({ connectionString: address });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

async function startOwn(settings, cleanup) {
  const dataDir = await mkdtemp(join(tmpdir(), 'zanshang-bench-'));
  cleanup.add(() => rm(dataDir, { recursive: true, force: true }));
  const { startEmbeddedPostgres } = await import('../../dist/src/database/embedded/embedded-postgres.js');
  const postgres = await startEmbeddedPostgres({ dataDir, settings, log: () => undefined });
  cleanup.add(() => postgres.stop());
  return { url: postgres.url, logFile: join(dataDir, 'postgres', 'postgres.log') };
}

async function requireDurability(client) {
  for (const [name, value] of Object.entries(DURABLE)) {
    const { rows } = await client.query('SELECT current_setting($1) AS value', [name]);
    if (rows[0].value !== value)
      throw new Error(`PostgreSQL runs with ${name}=${rows[0].value}, not ${value}`);
  }
}

function isLocal(url) {
  return ['localhost', '127.0.0.1', '[::1]', ''].includes(new URL(url).hostname);
}
