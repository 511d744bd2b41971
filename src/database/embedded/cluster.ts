import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chmod,
  chown,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  writeFile,
} from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import type { Binaries } from './binaries.js';
import { childEnvironment } from './environment.js';
import { EmbeddedPostgresError } from './errors.js';
import type { SystemUser } from './unprivileged.js';

/** Where everything of one embedded database lies, and who runs it. */
export interface Cluster {
  /** PostgreSQL's own data directory, DATA_DIR/postgres/cluster. */
  directory: string;
  logFile: string;
  password: string;
  /** Undefined: the user of this process. */
  user: SystemUser | undefined;
}

export const SUPERUSER = 'zanshang';

const ABANDONED_AFTER_MS = 10 * 60_000;
const run = promisify(execFile);

export function clusterDirectory(dataDir: string): string {
  return resolve(dataDir, 'postgres', 'cluster');
}

/**
 * What to call the cluster's directory on a PostgreSQL command line, to be used with `cwd` set to that directory.
 * A user that we step down to may have no way through the directories above (a clone under /root): on Linux the
 * working directory is entered while still root, and /proc/self/cwd leads to it from there. So the data always stays
 * in DATA_DIR, whoever runs PostgreSQL.
 */
export function clusterArgument(cluster: { directory: string; user: SystemUser | undefined }): string {
  return cluster.user && process.platform === 'linux' ? '/proc/self/cwd' : cluster.directory;
}

/**
 * Opens the cluster of `dataDir`, and makes it first where there is none: in a temporary directory beside it that is
 * renamed at the end, so that a cluster is there completely (with its password) or not at all.
 *
 * @param durable whether the new files are flushed to disk before they count
 * @throws EmbeddedPostgresError for a cluster of another major version, another user's cluster, or a failing initdb
 */
export async function openCluster(
  dataDir: string,
  binaries: Binaries,
  user: SystemUser | undefined,
  durable: boolean,
  log: (line: string) => void,
): Promise<Cluster> {
  const home = resolve(dataDir, 'postgres');
  if (!(await exists(home))) {
    log('Creating the embedded PostgreSQL database');
    await createCluster(resolve(dataDir), home, binaries, user, durable);
  }
  const directory = clusterDirectory(dataDir);
  try {
    const version = (await readFile(join(directory, 'PG_VERSION'), 'utf8')).trim();
    if (version !== binaries.major) {
      throw new EmbeddedPostgresError(
        `${directory} was written by PostgreSQL ${version}, and this is PostgreSQL ${binaries.major}: ` +
          'move it away to start empty, or use the version it was written by.',
      );
    }
    const password = (await readFile(join(home, 'password'), 'utf8')).trim();
    return { directory, logFile: join(home, 'postgres.log'), password, user };
  } catch (error) {
    if (error instanceof EmbeddedPostgresError) throw error;
    if (['EACCES', 'EPERM'].includes((error as { code?: string }).code ?? '')) {
      throw new EmbeddedPostgresError(
        `The embedded database in ${home} belongs to another user: start as that user, or choose another DATA_DIR.`,
      );
    }
    throw new EmbeddedPostgresError(`The embedded database in ${home} cannot be read: ${reason(error)}`);
  }
}

async function createCluster(
  dataDir: string,
  home: string,
  binaries: Binaries,
  user: SystemUser | undefined,
  durable: boolean,
): Promise<void> {
  await mkdir(dataDir, { recursive: true });
  await removeAbandoned(dataDir);
  const partial = await mkdtemp(join(dataDir, 'postgres-new-'));
  try {
    const password = join(partial, 'password');
    const directory = join(partial, 'cluster');
    await chmod(partial, 0o711);
    await mkdir(directory, { mode: 0o700 });
    await writeFile(password, randomBytes(24).toString('base64url'), { mode: 0o600 });
    if (user) {
      await chown(directory, user.uid, user.gid);
      await chown(password, user.uid, user.gid);
    }
    await initdb(directory, binaries, user, durable);
    if (user) await chown(password, 0, 0);
    await rename(partial, home);
  } catch (error) {
    // Another start may have been quicker; then its cluster is as good as ours.
    if (await exists(home)) return;
    throw new EmbeddedPostgresError(`The embedded database cannot be created in ${home}: ${reason(error)}`);
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
}

async function initdb(
  directory: string,
  binaries: Binaries,
  user: SystemUser | undefined,
  durable: boolean,
): Promise<void> {
  const args = [
    [
      '-D',
      clusterArgument({ directory, user }),
      '-U',
      SUPERUSER,
      '--pwfile=../password',
      '-A',
      'scram-sha-256',
    ],
    [
      '-E',
      'UTF8',
      '--locale=C',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--no-instructions',
    ],
    durable ? [] : ['--no-sync'],
  ];
  await run(binaries.initdb, args.flat(), { ...user, cwd: directory, env: childEnvironment() });
}

/** What a killed start left behind. */
async function removeAbandoned(dataDir: string): Promise<void> {
  for (const name of await readdir(dataDir)) {
    if (!name.startsWith('postgres-new-')) continue;
    const { mtimeMs } = await stat(join(dataDir, name));
    if (Date.now() - mtimeMs > ABANDONED_AFTER_MS)
      await rm(join(dataDir, name), { recursive: true, force: true });
  }
}

function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

function reason(error: unknown): string {
  const { stderr = '', message } = error as Error & { stderr?: string };
  return stderr.trim() === '' ? message : stderr.trim();
}
