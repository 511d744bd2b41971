import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import {
  type EmbeddedPostgres,
  startEmbeddedPostgres,
} from '../../../src/database/embedded/embedded-postgres.js';

/** `SIGQUIT` is PostgreSQL's immediate stop (pg_ctl -m immediate), `SIGKILL` leaves its processes without a parent. */
export type PostgresDeath = 'SIGQUIT' | 'SIGKILL';

/**
 * A PostgreSQL with its default durability that dies and comes back: the embedded one is started again on its port,
 * recovering what was committed, as soon as it is gone.
 */
export class MortalPostgres {
  /** How often it died, by how. */
  readonly deaths: Record<PostgresDeath, number> = { SIGQUIT: 0, SIGKILL: 0 };

  private constructor(
    private readonly postgres: EmbeddedPostgres,
    private readonly dataDir: string,
  ) {}

  static async start(dataDir: string, port: number): Promise<MortalPostgres> {
    const log = (): void => undefined;
    return new MortalPostgres(await startEmbeddedPostgres({ dataDir, port, log }), dataDir);
  }

  get url(): string {
    return this.postgres.url;
  }

  async die(how: PostgresDeath): Promise<void> {
    const lockFile = join(this.dataDir, 'postgres', 'cluster', 'postmaster.pid');
    const pid = Number.parseInt(await readFile(lockFile, 'utf8').catch(() => ''), 10);
    // It may be on its way down or up already.
    if (!(pid > 0)) return;
    try {
      process.kill(pid, how);
      this.deaths[how] += 1;
    } catch {
      // The file is a dead one's.
    }
  }

  /** A statement on a connection of its own, apart from the proxy. */
  async query<Row extends pg.QueryResultRow>(sql: string, values: unknown[] = []): Promise<Row[]> {
    const client = new pg.Client({ connectionString: this.url, connectionTimeoutMillis: 5_000 });
    client.on('error', () => undefined);
    await client.connect();
    try {
      return (await client.query<Row>(sql, values)).rows;
    } finally {
      await client.end();
    }
  }

  stop(): Promise<void> {
    return this.postgres.stop();
  }
}
