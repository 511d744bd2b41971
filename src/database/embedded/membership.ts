import { randomBytes } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { SteadyClient } from '../steady-client.js';
import { SUPERUSER, type Cluster } from './cluster.js';
import { EmbeddedPostgresError } from './errors.js';

/** Any number, the same in every program that uses an embedded database. */
const USERS_LOCK = 0x7a_73_70_67;
const CONNECT_TIMEOUT_MS = 3_000;

/**
 * One program's share in a running server: a connection that holds a shared advisory lock. Whoever leaves asks for the
 * lock exclusively, and stops the server only where that succeeds: nobody else uses it. A program that was killed lets
 * go of its lock with its connection, and one that comes while the last is leaving waits at the lock, is cut off when
 * the server goes down, and starts it again.
 */
export class Membership {
  private constructor(private readonly client: pg.Client) {}

  /**
   * Joins the cluster's server on 127.0.0.1:`port`, and makes its database where that is missing. Fails with the error
   * of `pg` where the server does not answer or is not ready.
   *
   * @throws EmbeddedPostgresError when the server there is another cluster's
   */
  static async join(port: number, cluster: Cluster, database: string): Promise<Membership> {
    const client = new SteadyClient({
      host: '127.0.0.1',
      port,
      user: SUPERUSER,
      password: cluster.password,
      database: 'postgres',
      application_name: 'zanshang keeper',
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      keepAlive: true,
    });
    try {
      await client.connect();
      await expectCluster(client, cluster);
      await client.query('SELECT pg_advisory_lock_shared($1)', [USERS_LOCK]);
      await createDatabase(client, database);
      holdsProgram(client, false);
      return new Membership(client);
    } catch (error) {
      await client.end().catch(() => undefined);
      throw error;
    }
  }

  /** Calls back once when the connection is lost, not when it is left. */
  onLost(callback: () => void): void {
    this.client.once('end', callback);
  }

  /** Leaves; true where nobody else is in, and nobody can come in any more: the server is then the caller's to stop. */
  async leave(): Promise<boolean> {
    holdsProgram(this.client, true);
    await this.client.query('SELECT pg_advisory_unlock_shared($1)', [USERS_LOCK]);
    const { rows } = await this.client.query<{ last: boolean }>('SELECT pg_try_advisory_lock($1) AS last', [
      USERS_LOCK,
    ]);
    return rows[0]?.last === true;
  }

  async disconnect(): Promise<void> {
    this.client.removeAllListeners('end');
    await this.client.end().catch(() => undefined);
  }
}

/** Whether the open connection alone keeps this program running. (@types/pg does not know these methods.) */
function holdsProgram(client: pg.Client, holds: boolean): void {
  const connection = client as pg.Client & { ref(): void; unref(): void };
  if (holds) connection.ref();
  else connection.unref();
}

/** A copy of a data directory has the original's password; only the cluster's own server sees a file put there. */
async function expectCluster(client: pg.Client, cluster: Cluster): Promise<void> {
  const name = `zanshang-${randomBytes(8).toString('hex')}`;
  const path = join(cluster.directory, name);
  await writeFile(path, '', { mode: 0o600 });
  try {
    const sql = 'SELECT (pg_stat_file($1, true)).size IS NOT NULL AS seen';
    const { rows } = await client.query<{ seen: boolean }>(sql, [name]);
    if (rows[0]?.seen !== true) throw new EmbeddedPostgresError('another data directory’s server answers');
  } finally {
    await rm(path, { force: true });
  }
}

async function createDatabase(client: pg.Client, database: string): Promise<void> {
  const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [database]);
  if (rowCount) return;
  try {
    await client.query(`CREATE DATABASE ${pg.escapeIdentifier(database)}`);
  } catch (error) {
    // Two programs may come at the same moment.
    if (!['42P04', '23505'].includes((error as { code?: string }).code ?? '')) throw error;
  }
}
