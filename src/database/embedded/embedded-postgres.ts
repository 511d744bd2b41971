import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { attach, type Attached, type ServerPlan } from './attach.js';
import { findBinaries } from './binaries.js';
import { clusterDirectory, openCluster, SUPERUSER } from './cluster.js';
import { isServerOf, killServer, readLockFile, stopServer } from './postmaster.js';
import { unprivilegedUser } from './unprivileged.js';

export interface EmbeddedPostgresOptions {
  /** Everything lies in its folder `postgres`: the cluster, the password (mode 0600), the server's log. */
  dataDir: string;
  /** Preferred port; another one is used when it is taken. Absent: any free port. */
  port?: number;
  /** The database in `url`, made where it is missing. */
  database?: string;
  log: (line: string) => void;
  /** PostgreSQL settings, such as `max_connections`; only for a server that is started now. */
  settings?: Record<string, string>;
}

export interface EmbeddedPostgres {
  /** postgres://user:password@127.0.0.1:port/database */
  readonly url: string;
  readonly port: number;
  /** Returns when the server is down, or at once where another program still uses it. */
  stop(): Promise<void>;
  /** Kills the server as a power failure would, also under other programs. */
  killImmediately(): Promise<void>;
}

const RESTART_PAUSE_MS = 2_000;

/**
 * Starts a real PostgreSQL of our own on 127.0.0.1, with its data under `dataDir` from start to start.
 *
 * - As root it runs as user postgres or nobody, who owns the cluster; no directory above needs to let that user pass.
 * - Programs may share one `dataDir`: whoever comes later uses the running server, and the last to leave stops it. So
 *   the server that a killed program left behind is simply used, and stopped at the end.
 * - It survives Ctrl-C (its session is its own), to be stopped after everything that uses it.
 * - When it dies under us it is started again on the same port, recovering what was committed.
 *
 * @throws EmbeddedPostgresError with one sentence that says what is in the way
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const { log, settings = {}, database = 'zanshang' } = options;
  const dataDir = resolve(options.dataDir);
  const user = await unprivilegedUser(clusterDirectory(dataDir));
  const binaries = await findBinaries(dataDir, user);
  const cluster = await openCluster(dataDir, binaries, user, settings.fsync !== 'off', log);
  const plan = { cluster, binaries, database, settings, log };
  return new RunningPostgres(plan, await attach(plan, { preferred: options.port, fixed: false }));
}

class RunningPostgres implements EmbeddedPostgres {
  readonly url: string;
  readonly port: number;
  private leaving: Promise<void> | undefined;
  private repair = Promise.resolve();

  constructor(
    private readonly plan: ServerPlan,
    private attached: Attached,
  ) {
    this.port = attached.port;
    this.url = `postgres://${SUPERUSER}:${plan.cluster.password}@127.0.0.1:${this.port}/${plan.database}`;
    this.watch();
  }

  stop(): Promise<void> {
    this.leaving ??= this.leave();
    return this.leaving;
  }

  async killImmediately(): Promise<void> {
    this.leaving ??= Promise.resolve();
    await this.repair;
    await killServer(this.attached.pid);
    await this.attached.membership.disconnect();
  }

  private async leave(): Promise<void> {
    await this.repair;
    if (!(await this.isLast())) {
      this.plan.log('PostgreSQL goes on: another program uses it');
      await this.attached.membership.disconnect();
      return;
    }
    const lock = await readLockFile(this.plan.cluster);
    if (lock && isServerOf(this.plan.cluster, lock.pid) !== false)
      await stopServer(lock.pid, this.plan.binaries);
    await this.attached.membership.disconnect();
  }

  private async isLast(): Promise<boolean> {
    try {
      return await this.attached.membership.leave();
    } catch {
      // The server went away at this very moment, and everybody's connection with it.
      return true;
    }
  }

  private watch(): void {
    this.attached.membership.onLost(() => {
      if (!this.leaving) this.repair = this.restore();
    });
  }

  private async restore(): Promise<void> {
    this.plan.log('The connection to PostgreSQL was lost: restoring it');
    while (!this.leaving) {
      try {
        this.attached = await attach(this.plan, { preferred: this.port, fixed: true });
        this.watch();
        return;
      } catch (error) {
        this.plan.log(error instanceof Error ? error.message : String(error));
        await sleep(RESTART_PAUSE_MS);
      }
    }
  }
}
