import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { APP_ID, SELLER_ID } from './secrets.mjs';

/** The build that is measured unless another one is named. */
const OWN_BUILD = fileURLToPath(new URL('../../dist', import.meta.url));
const root = fileURLToPath(new URL('../..', import.meta.url));
const profiler = fileURLToPath(new URL('../profile/profile-on-signal.cjs', import.meta.url));
const START_LIMIT_MS = 60_000;
/** As late as may be: the gateway does not exist, and asking it is not what is measured. */
const NEVER_SECONDS = '3600';

/**
 * The compiled server as `npm run start:prod` runs it, in production mode, on a free port of 127.0.0.1. Its gateway
 * is a port that nobody listens on.
 */
export async function startServer(
  { databaseUrl, secrets, profileFile, environment = {}, build = OWN_BUILD, nodeOptions },
  cleanup,
) {
  const program = join(build, 'src', 'main.js');
  const [port, gatewayPort] = await freePorts(2);
  const started = Date.now();
  const child = spawn(
    process.execPath,
    [...nodeArguments(nodeOptions), ...(profileFile ? ['-r', profiler] : []), program],
    {
      cwd: secrets.folder,
      env: {
        PATH: process.env.PATH,
        NODE_ENV: 'production',
        HOST: '127.0.0.1',
        PORT: String(port),
        DATABASE_URL: databaseUrl,
        DATA_DIR: secrets.folder,
        JWT_SECRET: secrets.jwtSecret,
        LEDGER_SEAL_KEY: secrets.sealKey,
        ADMIN_USERNAME: secrets.admin.username,
        ADMIN_PASSWORD: secrets.admin.password,
        ALIPAY_GATEWAY: `http://127.0.0.1:${gatewayPort}/gateway.do`,
        ALIPAY_APP_ID: APP_ID,
        ALIPAY_SELLER_ID: SELLER_ID,
        ALIPAY_APP_PRIVATE_KEY_PATH: secrets.appPrivateKeyPath,
        ALIPAY_PUBLIC_KEY_PATH: secrets.alipayPublicKeyPath,
        CONFIRM_SWEEP_SECONDS: NEVER_SECONDS,
        EXPIRY_SWEEP_SECONDS: NEVER_SECONDS,
        ALIPAY_ORDER_TIMEOUT_MINUTES: '1440',
        LOG_LEVEL: 'warn',
        RATE_LIMITS: 'off',
        ...(profileFile && { BENCH_PROFILE: profileFile }),
        ...environment,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  const output = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => output.push(chunk));
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const stop = async () => {
    child.kill('SIGTERM');
    await ended;
  };
  cleanup.add(stop);
  const url = `http://127.0.0.1:${port}`;
  await waitUntilReady(url, child, output);
  return {
    url,
    port,
    pids: [child.pid],
    startMs: Date.now() - started,
    stop,
    beginProfile: () => child.kill('SIGUSR2'),
    async endProfile() {
      await rm(profileFile, { force: true });
      child.kill('SIGUSR2');
      while (!existsSync(profileFile) && child.exitCode === null) await sleep(100);
    },
    /** What it wrote: warnings and errors. */
    output: () => Buffer.concat(output).toString(),
  };
}

/** What `npm run start:prod` gives Node, without the program; `options` stand in place of its options of V8's. */
function nodeArguments(options) {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const [, ...words] = scripts['start:prod'].split(' ');
  const given = words.slice(0, -1).map((word) => (word.startsWith('./') ? join(root, word) : word));
  return options ? [...options, ...given.filter((word) => !word.startsWith('--'))] : given;
}

async function waitUntilReady(url, child, output) {
  const deadline = Date.now() + START_LIMIT_MS;
  while (Date.now() < deadline && child.exitCode === null) {
    const ready = await fetch(`${url}/health/ready`).catch(() => undefined);
    await ready?.arrayBuffer();
    if (ready?.ok) return;
    await sleep(25);
  }
  throw new Error(`the server did not become ready:\n${Buffer.concat(output).toString()}`);
}

/** Ports that nobody listens on now. */
export async function freePorts(count) {
  const servers = await Promise.all(Array.from({ length: count }, listenAnywhere));
  const ports = servers.map((server) => server.address().port);
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
