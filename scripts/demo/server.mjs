import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const START_TIMEOUT_MS = 120_000;
const startScript = fileURLToPath(new URL('../start.mjs', import.meta.url));
const threadPool = fileURLToPath(new URL('../thread-pool.cjs', import.meta.url));

/**
 * A whole server (with embedded PostgreSQL and simulator) on free ports over a temporary folder.
 * @returns {Promise<{ url: string, simulatorUrl: string, admin: { username: string, password: string }, stop: () => Promise<void> }>}
 */
export async function startServer() {
  const dataDir = await mkdtemp(join(tmpdir(), 'zanshang-demo-'));
  const [port, simulatorPort] = await freePorts(2);
  const admin = { username: 'demo-admin', password: randomBytes(12).toString('hex') };
  const output = [];
  const child = spawn(process.execPath, ['-r', threadPool, startScript], {
    env: {
      ...environment(),
      PORT: port,
      SIMULATOR_PORT: simulatorPort,
      DATA_DIR: dataDir,
      LOG_LEVEL: 'warn',
      ADMIN_USERNAME: admin.username,
      ADMIN_PASSWORD: admin.password,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => output.push(chunk));
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const stop = async () => {
    child.kill('SIGTERM');
    await ended;
    await rm(dataDir, { recursive: true, force: true });
  };
  const url = `http://127.0.0.1:${port}`;
  try {
    await waitUntilReady(url, child);
  } catch (error) {
    await stop();
    throw new Error(`${error.message}\n${Buffer.concat(output).toString()}`, { cause: error });
  }
  return { url, simulatorUrl: `http://127.0.0.1:${simulatorPort}`, admin, stop };
}

/** The demo shows the built-in parts, whatever this machine's environment points a real server at. */
function environment() {
  const { PATH, HOME, TMPDIR, LANG, TZ, SystemRoot } = process.env;
  const kept = { PATH, HOME, TMPDIR, LANG, TZ, SystemRoot };
  return Object.fromEntries(Object.entries(kept).filter(([, value]) => value !== undefined));
}

async function waitUntilReady(url, child) {
  const deadline = Date.now() + START_TIMEOUT_MS;
  while (Date.now() < deadline) {
    if (child.exitCode !== null) throw new Error('服务器没有启动 / The server did not start');
    const ready = await fetch(`${url}/health/ready`).catch(() => undefined);
    if (ready?.ok) return;
    await sleep(200);
  }
  throw new Error('服务器没有按时就绪 / The server was not ready in time');
}

/** Ports that nobody listens on now. */
async function freePorts(count) {
  const servers = await Promise.all(Array.from({ length: count }, listenAnywhere));
  const ports = servers.map((server) => String(server.address().port));
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}

function listenAnywhere() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => resolve(server));
  });
}
