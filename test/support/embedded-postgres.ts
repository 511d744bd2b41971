import { chown, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import {
  startEmbeddedPostgres,
  type EmbeddedPostgres,
  type EmbeddedPostgresOptions,
} from '../../src/database/embedded/embedded-postgres.js';
import { cleanUpAfterDeath } from './reaper.js';
import { spawnNode, type SpawnedProgram } from './processes.js';

/** For specs of the embedded PostgreSQL: directories, starts, and a look from outside. It registers jest's hooks. */
export let root: string;
export let dataDir: string;
export let lines: string[];
const started: EmbeddedPostgres[] = [];
const programs: SpawnedProgram[] = [];
const watched = new Set<string>();

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'zanshang-embedded-'));
});

beforeEach(() => {
  // One cluster serves all tests that do not say otherwise: to make one takes a second.
  useDataDir('data');
  lines = [];
});

afterEach(async () => {
  await Promise.all(programs.splice(0).map((program) => program.kill('SIGTERM')));
  await Promise.all(started.splice(0).map((postgres) => postgres.stop()));
});

afterAll(() => rm(root, { recursive: true, force: true }));

export function useDataDir(name: string): void {
  dataDir = join(root, name);
  if (watched.has(name)) return;
  watched.add(name);
  cleanUpAfterDeath(dataDir);
}

export async function start(options: Partial<EmbeddedPostgresOptions> = {}): Promise<EmbeddedPostgres> {
  const postgres = await startEmbeddedPostgres({
    dataDir,
    log: (line) => lines.push(line),
    settings: { fsync: 'off' },
    ...options,
  });
  started.push(postgres);
  return postgres;
}

/** Another program that uses the same data directory until SIGTERM. */
export async function startProgram(): Promise<SpawnedProgram> {
  const program = spawnNode([
    ...['-r', './test/support/typescript-imports.cjs', '-e'],
    `const { startEmbeddedPostgres } = require('./src/database/embedded/embedded-postgres.ts');
     const options = { dataDir: process.argv[1], log: console.log, settings: { fsync: 'off' } };
     startEmbeddedPostgres(options).then((postgres) => {
       process.once('SIGTERM', () => postgres.stop().then(() => process.exit()));
       setInterval(() => undefined, 1000);
       console.log('ready on', postgres.port);
     });`,
    dataDir,
  ]);
  programs.push(program);
  await program.waitForLine(/^ready on/);
  return program;
}

export async function query(url: string, sql: string): Promise<pg.QueryResultRow[]> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 3_000 });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

export const inCluster = (name: string) => join(dataDir, 'postgres', 'cluster', name);
const lockFile = async () => (await readFile(inCluster('postmaster.pid'), 'utf8')).split('\n');
export const serverPid = async () => Number((await lockFile())[0]);
export const fileIsThere = (path: string) => stat(path).then(Boolean, () => false);

/** A zombie, which init has not waited for, does not count. */
export async function isAlive(pid: number): Promise<boolean> {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  if (process.platform !== 'linux') return true;
  // Reaped since, or waiting to be: both are dead.
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => 'State: Z');
  return !/^State:\s+Z/m.test(status);
}

/** Stops, and writes a lock file as if the server of that process id had been cut off. */
export async function leaveLockFileOf(postgres: EmbeddedPostgres, pid: number | ''): Promise<void> {
  const [, ...rest] = await lockFile();
  await postgres.stop();
  await writeFile(inCluster('postmaster.pid'), pid === '' ? '' : [pid, ...rest].join('\n'), { mode: 0o600 });
  const { uid, gid } = await stat(inCluster('PG_VERSION'));
  await chown(inCluster('postmaster.pid'), uid, gid);
}
