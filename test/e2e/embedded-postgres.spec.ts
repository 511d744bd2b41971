import { spawn } from 'node:child_process';
import { chmod, mkdir, readFile, stat, utimes, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  dataDir,
  fileIsThere,
  inCluster,
  isAlive,
  leaveLockFileOf,
  lines,
  query,
  root,
  serverPid,
  start,
  startProgram,
  useDataDir,
} from '../support/embedded-postgres.js';

const isRoot = process.getuid?.() === 0;
const onlyAsRoot = isRoot ? it : it.skip;
const onlyOnLinux = process.platform === 'linux' ? it : it.skip;

describe('the embedded PostgreSQL', () => {
  it('keeps its data from start to start, and its process does not outlive stop', async () => {
    const first = await start();
    await query(first.url, `CREATE TABLE word_kept AS SELECT '打赏' AS word`);
    const pid = await serverPid();
    await first.stop();
    expect(await isAlive(pid)).toBe(false);
    expect(await fileIsThere(inCluster('postmaster.pid'))).toBe(false);

    const second = await start();
    expect(await query(second.url, 'SELECT word FROM word_kept')).toEqual([{ word: '打赏' }]);
  });

  it('is durable, in UTF-8 and UTC, and reachable from this machine with the password only', async () => {
    const { url } = await start({ settings: {} });
    const rows = await query(
      url,
      `SELECT name, setting FROM pg_settings WHERE name IN ('fsync', 'synchronous_commit',
      'full_page_writes', 'server_encoding', 'TimeZone', 'listen_addresses', 'unix_socket_directories')`,
    );
    expect(Object.fromEntries(rows.map(({ name, setting }) => [name, setting]))).toEqual({
      fsync: 'on',
      synchronous_commit: 'on',
      full_page_writes: 'on',
      server_encoding: 'UTF8',
      TimeZone: 'UTC',
      listen_addresses: '127.0.0.1',
      unix_socket_directories: '',
    });
    await expect(query(url.replace(/:[^:@]+@/, ':wrong@'), 'SELECT 1')).rejects.toThrow(/password/);
    expect((await stat(join(dataDir, 'postgres', 'password'))).mode & 0o777).toBe(0o600);
    expect((await stat(join(dataDir, 'postgres', 'postgres.log'))).mode & 0o777).toBe(0o600);
  });

  it('takes another port when the preferred one is taken, and says so', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as AddressInfo;
    const postgres = await start({ port });
    expect(postgres.port).not.toBe(port);
    expect(await query(postgres.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    expect(lines.join('\n')).toContain(`Port ${port} is taken`);
    other.close();
  });

  it('refuses a cluster of another major version in one sentence, and leaves it alone', async () => {
    useDataDir('of-another-version');
    await (await start()).stop();
    await writeFile(inCluster('PG_VERSION'), '11\n');
    await expect(start()).rejects.toThrow(/written by PostgreSQL 11, and this is PostgreSQL 18/);
    expect(await readFile(inCluster('PG_VERSION'), 'utf8')).toBe('11\n');
  });

  it('is not misled by a creation that was cut off, and clears it away later', async () => {
    useDataDir('cut-off');
    const abandoned = join(dataDir, 'postgres-new-abc');
    await mkdir(join(abandoned, 'cluster'), { recursive: true });
    await writeFile(join(abandoned, 'cluster', 'PG_VERSION'), '18\n');
    await utimes(abandoned, 0, 0);
    await query((await start()).url, 'SELECT 1');
    expect(await fileIsThere(abandoned)).toBe(false);
  });

  it('gives the reason of PostgreSQL when it cannot start', async () => {
    await expect(start({ settings: { max_connections: 'many' } })).rejects.toThrow(/max_connections/);
  });
});

describe('after a death', () => {
  it('has everything that was committed when the server was killed', async () => {
    const first = await start({ settings: {} });
    await query(first.url, 'CREATE TABLE answer_kept AS SELECT 42 AS answer');
    await first.killImmediately();
    const second = await start({ settings: {} });
    expect(await query(second.url, 'SELECT answer FROM answer_kept')).toEqual([{ answer: 42 }]);
  });

  it('comes back at the same address when the server dies under a running program', async () => {
    const postgres = await start();
    const pid = await serverPid();
    process.kill(pid, 'SIGKILL');
    const deadline = Date.now() + 20_000;
    const answers = () => query(postgres.url, 'SELECT 1').then(Boolean, () => false);
    while (!(await answers()) && Date.now() < deadline) await sleep(100);
    expect(await answers()).toBe(true);
    expect(await serverPid()).not.toBe(pid);
  });

  it('starts over the lock file of a process that is no more', async () => {
    const gone = spawn(process.execPath, ['-e', '']);
    await new Promise((resolve) => gone.once('close', resolve));
    await leaveLockFileOf(await start(), gone.pid!);
    expect(await query((await start()).url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it('starts over a lock file whose process id is another program now, and does not touch that', async () => {
    const first = await start();
    const { uid, gid } = await stat(inCluster('PG_VERSION'));
    const other = spawn(process.execPath, ['-e', 'setInterval(() => 0, 1000)'], isRoot ? { uid, gid } : {});
    await leaveLockFileOf(first, other.pid!);
    expect(await query((await start()).url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    expect(await isAlive(other.pid!)).toBe(true);
    other.kill('SIGKILL');
  });

  it('starts over an empty lock file', async () => {
    await leaveLockFileOf(await start(), '');
    expect(await query((await start()).url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it('uses the server that a killed program left behind, and stops it at the end', async () => {
    const program = await startProgram();
    const pid = await serverPid();
    await program.kill('SIGKILL');
    expect(await isAlive(pid)).toBe(true);

    const postgres = await start();
    expect(await serverPid()).toBe(pid);
    expect(lines.join('\n')).toContain(`process ${pid}`);
    await postgres.stop();
    expect(await isAlive(pid)).toBe(false);
  });
});

describe('two programs on one data directory', () => {
  it('share one server from a cold start, which the last to leave stops', async () => {
    useDataDir('cold');
    const [program, postgres] = await Promise.all([startProgram(), start()]);
    const pid = await serverPid();
    expect(program.output).toContain(`ready on ${postgres.port}\n`);

    await program.kill('SIGTERM');
    expect(await query(postgres.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    await postgres.stop();
    expect(await isAlive(pid)).toBe(false);
  });

  it('do not pull the server from under each other, whoever started it', async () => {
    const starter = await start();
    const program = await startProgram();
    const pid = await serverPid();
    await starter.stop();
    expect(await isAlive(pid)).toBe(true);
    await program.kill('SIGTERM');
    expect(await isAlive(pid)).toBe(false);
  });

  it('may leave and come at the same moment, any number of times', async () => {
    let current = await start();
    for (let round = 0; round < 5; round += 1) {
      const [next] = await Promise.all([start(), current.stop()]);
      expect(await query(next.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
      current = next;
    }
    const last = await serverPid();
    await Promise.all([current.stop(), (await start()).stop()]);
    expect(await isAlive(last)).toBe(false);
  });
});

describe('the server process', () => {
  // Only there /proc tells a process' session.
  onlyOnLinux('is in a session of its own, where the Ctrl-C of a terminal does not reach', async () => {
    await start();
    const session = (await readFile(`/proc/${await serverPid()}/stat`, 'utf8')).split(') ')[1]!.split(' ')[3];
    expect(Number(session)).toBe(await serverPid());
  });

  // PostgreSQL refuses root, so an ordinary user has nothing to step down from.
  onlyAsRoot('does not run as root, not even where root alone may enter the directories above', async () => {
    await chmod(root, 0o700);
    const postgres = await start();
    expect(await query(postgres.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    const status = await readFile(`/proc/${await serverPid()}/status`, 'utf8');
    expect(status).not.toMatch(/^Uid:\s+0\b/m);
    expect((await stat(inCluster(''))).uid).not.toBe(0);
  });
});
