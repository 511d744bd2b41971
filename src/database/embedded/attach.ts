import { setTimeout as sleep } from 'node:timers/promises';
import type { Binaries } from './binaries.js';
import type { Cluster } from './cluster.js';
import { EmbeddedPostgresError } from './errors.js';
import { Membership } from './membership.js';
import { freePort } from './ports.js';
import {
  discardLockFile,
  isServerOf,
  launch,
  readLockFile,
  stopServer,
  type Launched,
} from './postmaster.js';

/** Everything that is needed to start the server, or to start it again. */
export interface ServerPlan {
  cluster: Cluster;
  binaries: Binaries;
  database: string;
  settings: Record<string, string>;
  log: (line: string) => void;
}

/** A running server that we are a member of. */
export interface Attached {
  membership: Membership;
  pid: number;
  port: number;
}

/** Crash recovery of a large database takes its time. */
const START_LIMIT_MS = 180_000;
/** How long a living process that does not answer is taken for our server, where the system cannot tell. */
const SILENCE_LIMIT_MS = 10_000;
const POLL_MS = 30;

const portTaken = /Address already in use|could not bind|could not create any TCP\/IP sockets/i;
const passing = /lock file .*(already exists|is empty)|pre-existing shared memory block/i;

/**
 * Joins the server that runs on this cluster already (another program's, or the orphan of a killed one), or else
 * starts it. Lock files of servers that died, also those whose process id is another program's by now, do not matter.
 *
 * @param port where a new server listens; `fixed`: nowhere else, otherwise another port when it is taken
 * @throws EmbeddedPostgresError with PostgreSQL's own reason when it cannot start
 */
export async function attach(
  plan: ServerPlan,
  port: { preferred: number | undefined; fixed: boolean },
): Promise<Attached> {
  const begun = Date.now();
  let launched: Launched | undefined;
  let reason = 'it does not answer';
  try {
    while (Date.now() - begun < START_LIMIT_MS) {
      const lock = await readLockFile(plan.cluster);
      const ours = lock && (lock.pid === launched?.pid || isServerOf(plan.cluster, lock.pid));
      if (lock && ours) {
        const joined = await tryToJoin(plan, lock.port);
        if (joined instanceof Membership) {
          if (lock.pid !== launched?.pid)
            plan.log(`Using the PostgreSQL that runs already (process ${lock.pid})`);
          launched = undefined;
          return { membership: joined, pid: lock.pid, port: lock.port };
        }
        reason = joined;
      }
      const silent = ours === 'unknown' && Date.now() - begun > SILENCE_LIMIT_MS;
      const lastWords = launched?.lastWords();
      if (launched && lastWords === undefined) {
        // It is on its way.
      } else if (lastWords !== undefined) {
        launched = undefined;
        await considerFailure(plan, lastWords, port);
      } else if (!lock || ours === false || silent) {
        if (lock) await discardLockFile(plan.cluster, lock);
        launched = launch(plan.cluster, plan.binaries, await settingsFor(plan, port));
      }
      await sleep(POLL_MS);
    }
    throw new EmbeddedPostgresError(
      `The embedded PostgreSQL did not start within ${START_LIMIT_MS / 1000} seconds (${reason}); ` +
        `see ${plan.cluster.logFile}`,
    );
  } finally {
    if (launched) await stopServer(launched.pid, plan.binaries);
  }
}

/** The membership, or why it is not to be had yet. */
async function tryToJoin(plan: ServerPlan, port: number): Promise<Membership | string> {
  try {
    return await Membership.join(port, plan.cluster, plan.database);
  } catch (error) {
    const { code = '', message } = error as Error & { code?: string };
    // A server that starts, stops, recovers or is full: 57P03, 57P01, 53300. Without an SQLSTATE: no connection yet.
    const later = !/^[0-9A-Z]{5}$/.test(code) || /^(08|53|57)/.test(code);
    if (later) return message;
    throw new EmbeddedPostgresError(`The embedded PostgreSQL on port ${port} cannot be used: ${message}`);
  }
}

async function settingsFor(
  plan: ServerPlan,
  port: { preferred: number | undefined; fixed: boolean },
): Promise<Record<string, string>> {
  const chosen = port.fixed && port.preferred !== undefined ? port.preferred : await freePort(port.preferred);
  if (port.preferred !== undefined && chosen !== port.preferred) {
    plan.log(`Port ${port.preferred} is taken; PostgreSQL listens on port ${chosen}`);
  }
  return {
    listen_addresses: '127.0.0.1',
    port: String(chosen),
    unix_socket_directories: '',
    timezone: 'UTC',
    log_timezone: 'UTC',
    ...plan.settings,
  };
}

/** Returns where another try makes sense. */
async function considerFailure(
  plan: ServerPlan,
  lastWords: string,
  port: { preferred: number | undefined; fixed: boolean },
): Promise<void> {
  if (passing.test(lastWords)) {
    // A start in parallel was quicker, or the children of a killed server are still going; or a power failure left
    // an empty lock file, which PostgreSQL itself does not dare to remove.
    if (lastWords.includes('is empty')) await discardLockFile(plan.cluster, undefined);
    await sleep(300);
    return;
  }
  if (portTaken.test(lastWords) && !port.fixed) return;
  const lastLine = lastWords.trim().split('\n').at(-1) ?? '';
  const reason = /(?:FATAL|PANIC): +(.*)/.exec(lastWords)?.[1] ?? lastLine;
  throw new EmbeddedPostgresError(
    `The embedded PostgreSQL does not start: ${reason} (see ${plan.cluster.logFile})`,
  );
}
