import { execFile, spawn } from 'node:child_process';
import { closeSync, openSync, readlinkSync, readFileSync, realpathSync, renameSync, statSync } from 'node:fs';
import { readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { Binaries } from './binaries.js';
import { clusterArgument, type Cluster } from './cluster.js';
import { childEnvironment } from './environment.js';
import { EmbeddedPostgresError } from './errors.js';

/** What postmaster.pid says about the server of a cluster. */
export interface LockFile {
  pid: number;
  port: number;
}

/** A server process that we started. */
export interface Launched {
  pid: number;
  /** Undefined while it runs; afterwards what it wrote to its log. */
  lastWords(): string | undefined;
}

const LOG_LIMIT_BYTES = 10 * 1024 * 1024;
const FAST_STOP_MS = 60_000;
const IMMEDIATE_STOP_MS = 15_000;

/**
 * Starts the server in a session of its own: a terminal's Ctrl-C does not reach it, so that it stops after the program
 * that uses it, not with it. Returns at once; it may still fail.
 */
export function launch(cluster: Cluster, binaries: Binaries, settings: Record<string, string>): Launched {
  rotate(cluster.logFile);
  const logFd = openSync(cluster.logFile, 'a', 0o600);
  const logStart = statSync(cluster.logFile).size;
  const options = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const child = spawn(binaries.postgres, ['-D', clusterArgument(cluster), ...options], {
    ...cluster.user,
    cwd: cluster.directory,
    env: childEnvironment(),
    stdio: ['ignore', logFd, logFd],
    detached: true,
    windowsHide: true,
  });
  closeSync(logFd);
  child.unref();
  let failure: Error | undefined;
  child.once('error', (error) => {
    failure = error;
  });
  return {
    pid: child.pid ?? 0,
    lastWords() {
      if (failure) return failure.message;
      if (child.exitCode === null && child.signalCode === null) return undefined;
      return readFileSync(cluster.logFile).subarray(logStart).toString();
    },
  };
}

/** What postmaster.pid says, or undefined where there is none (or it is still being written). */
export async function readLockFile(cluster: Cluster): Promise<LockFile | undefined> {
  const text = await readFile(join(cluster.directory, 'postmaster.pid'), 'utf8').catch(() => '');
  return parseLockFile(text);
}

function parseLockFile(text: string): LockFile | undefined {
  const [pid, , , port] = text.split('\n').map(Number);
  return pid && port ? { pid, port } : undefined;
}

/**
 * Whether the process is this cluster's server: "unknown" where the system does not tell, as it does not tell the root
 * of a container about other users' processes. Process ids are used again and again, so a living one proves nothing.
 */
export function isServerOf(cluster: Cluster, pid: number): boolean | 'unknown' {
  if (!isAlive(pid)) return false;
  if (process.platform !== 'linux') return 'unknown';
  try {
    return readlinkSync(`/proc/${pid}/cwd`) === realpathSync(cluster.directory);
  } catch {
    return commandLine(pid).includes('postgres') ? 'unknown' : false;
  }
}

function commandLine(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return '';
  }
}

/** Moves a lock file out of PostgreSQL's way that names `stale`, or (undefined) no process at all. */
export async function discardLockFile(cluster: Cluster, stale: LockFile | undefined): Promise<void> {
  const path = join(cluster.directory, 'postmaster.pid');
  const aside = `${path}.stale`;
  try {
    await rename(path, aside);
    const moved = parseLockFile(await readFile(aside, 'utf8'));
    // Somebody else's server may have started in between: give it its file back.
    if (moved?.pid === stale?.pid) await rm(aside);
    else await rename(aside, path);
  } catch {
    // Gone already.
  }
}

/**
 * Stops the server as fast as it can without losing its caches' work, and returns when it is really down.
 *
 * @throws EmbeddedPostgresError when even an immediate stop does not end it
 */
export async function stopServer(pid: number, binaries: Binaries): Promise<void> {
  await signal(pid, 'INT', binaries);
  if (await gone(pid, FAST_STOP_MS)) return;
  await signal(pid, 'QUIT', binaries);
  if (await gone(pid, IMMEDIATE_STOP_MS)) return;
  throw new EmbeddedPostgresError(`The embedded PostgreSQL (process ${pid}) does not stop`);
}

/** Ends the server as a power failure would. */
export async function killServer(pid: number): Promise<void> {
  process.kill(pid, 'SIGKILL');
  await gone(pid, IMMEDIATE_STOP_MS);
}

async function signal(pid: number, name: 'INT' | 'QUIT', binaries: Binaries): Promise<void> {
  if (!isAlive(pid)) return;
  if (process.platform === 'win32') await promisify(execFile)(binaries.pgCtl, ['kill', name, String(pid)]);
  else process.kill(pid, `SIG${name}`);
}

async function gone(pid: number, withinMs: number): Promise<boolean> {
  const deadline = Date.now() + withinMs;
  while (isAlive(pid)) {
    if (Date.now() > deadline) return false;
    await sleep(20);
  }
  return true;
}

/** A zombie, which nobody waited for (an orphan in a container without init), is not alive. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  if (process.platform !== 'linux') return true;
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return true;
  }
}

function rotate(logFile: string): void {
  try {
    if (statSync(logFile).size > LOG_LIMIT_BYTES) renameSync(logFile, `${logFile}.1`);
  } catch {
    // The first start has no log yet.
  }
}
