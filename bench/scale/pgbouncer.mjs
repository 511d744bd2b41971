import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePorts } from '../setup/server.mjs';

/**
 * pgbouncer in transaction mode in front of the database at `address`.
 * @returns the address through it
 */
export async function startPgbouncer(program, address, cleanup) {
  const folder = await mkdtemp(join(tmpdir(), 'zanshang-pgbouncer-'));
  cleanup.add(() => rm(folder, { recursive: true, force: true }));
  // It refuses to run as root, and must read its configuration as somebody else then.
  const isRoot = process.getuid?.() === 0;
  if (isRoot) await chmod(folder, 0o755);
  const [port] = await freePorts(1);
  const { hostname, port: databasePort, username, password, pathname } = new URL(address);
  const configuration = join(folder, 'pgbouncer.ini');
  await writeFile(
    configuration,
    `[databases]
${pathname.slice(1)} = host=${hostname} port=${databasePort} user=${username} password=${password}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = any
pool_mode = transaction
default_pool_size = 10
max_client_conn = 200
ignore_startup_parameters = statement_timeout,idle_in_transaction_session_timeout,extra_float_digits
`,
  );
  const child = spawn(program, [...(isRoot ? ['-u', 'nobody'] : []), configuration], { stdio: 'ignore' });
  const ended = once(child, 'exit');
  cleanup.add(async () => {
    child.kill('SIGINT');
    await ended;
  });
  await waitForPort(port, child);
  const through = new URL(address);
  through.port = String(port);
  return through.href;
}

async function waitForPort(port, child) {
  for (let attempt = 0; attempt < 100 && child.exitCode === null; attempt++) {
    const socket = connect({ port, host: '127.0.0.1' });
    const open = await once(socket, 'connect').then(
      () => true,
      () => false,
    );
    socket.destroy();
    if (open) return;
    await sleep(50);
  }
  throw new Error('pgbouncer did not start');
}
