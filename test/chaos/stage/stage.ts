import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { until } from '../wait.js';
import { DatabaseProxy } from './database-proxy.js';
import { Gateway } from './gateway.js';
import { KeptProgram } from './kept-program.js';
import { MortalPostgres } from './postgres.js';
import { steadyPorts } from './ports.js';

/** The commission of tips by Alipay: 5 %, in hundredths of a percent. */
export const FEE_RATE = 500n;

/** How long the server waits for the gateway; "slow" is longer. */
export const GATEWAY_TIMEOUT_MS = 800;

export const ADMIN = { username: 'chaos-admin', password: randomBytes(12).toString('hex') };

const START_LIMIT_MS = 120_000;

export interface Server {
  readonly url: string;
  readonly program: KeptProgram;
}

/** Everything that plays: PostgreSQL behind its proxy, the simulator, two compiled servers, each a process. */
export interface Stage {
  readonly folder: string;
  readonly postgres: MortalPostgres;
  readonly proxy: DatabaseProxy;
  readonly gateway: Gateway;
  readonly servers: readonly Server[];
  /** Stops all of it; the folder stays where asked. */
  close(keepFolder: boolean): Promise<void>;
}

/** @param dist the folder of the compiled programs */
export async function openStage(dist: string): Promise<Stage> {
  const folder = await mkdtemp(join(tmpdir(), 'zanshang-chaos-'));
  const closing: (() => Promise<unknown>)[] = [];
  const close = async (keepFolder: boolean): Promise<void> => {
    for (const stop of closing.reverse()) await stop();
    if (!keepFolder) await rm(folder, { recursive: true, force: true });
  };
  try {
    const [postgresPort = 0, gatewayPort = 0, ...serverPorts] = await steadyPorts(4);
    const postgres = await MortalPostgres.start(folder, postgresPort);
    closing.push(() => postgres.stop());
    const proxy = await DatabaseProxy.listen({ host: '127.0.0.1', port: postgresPort });
    closing.push(() => proxy.close());
    const gateway = new Gateway({ dist, folder, port: gatewayPort });
    closing.push(() => gateway.program.stop());
    await until('the simulator is ready', () => gateway.program.isReady, START_LIMIT_MS);

    const databaseUrl = new URL(postgres.url);
    databaseUrl.port = String(proxy.port);
    const common = {
      ...gateway.variables,
      ...VARIABLES,
      DATABASE_URL: databaseUrl.href,
      DATA_DIR: join(folder, 'server'),
    };
    const servers = serverPorts.map((port, i) => {
      // Alipay tells the other instance than the one that made the order.
      const told = serverPorts[(i + 1) % serverPorts.length] ?? port;
      return openServer({ dist, folder, port, env: { ...common, ...addresses(port, told) } });
    });
    closing.push(() => Promise.all(servers.map(({ program }) => program.stop())));
    await until(
      'both servers are ready',
      () => servers.every(({ program }) => program.isReady),
      START_LIMIT_MS,
    );
    return { folder, postgres, proxy, gateway, servers, close };
  } catch (error) {
    await close(true);
    throw new Error(`the stage could not be set, see the logs in ${folder}`, { cause: error });
  }
}

const VARIABLES = {
  NODE_ENV: 'production',
  HOST: '127.0.0.1',
  JWT_SECRET: randomBytes(32).toString('hex'),
  ADMIN_USERNAME: ADMIN.username,
  ADMIN_PASSWORD: ADMIN.password,
  PLATFORM_FEE_PERCENT: String(Number(FEE_RATE) / 100),
  WITHDRAWAL_MIN: '0.10',
  WITHDRAWAL_HOLD_DAYS: '0',
  ALIPAY_ORDER_TIMEOUT_MINUTES: '1',
  ALIPAY_REQUEST_TIMEOUT_MS: String(GATEWAY_TIMEOUT_MS),
  CONFIRM_SWEEP_SECONDS: '1',
  EXPIRY_SWEEP_SECONDS: '1',
  RATE_LIMITS: 'off',
  LOG_LEVEL: 'warn',
};

function addresses(port: number, toldPort: number): NodeJS.ProcessEnv {
  return {
    PORT: String(port),
    ALIPAY_NOTIFY_URL: `http://127.0.0.1:${toldPort}/payments/alipay/result`,
    ALIPAY_RETURN_URL: `http://127.0.0.1:${toldPort}/usr/wallet`,
  };
}

interface ServerPlace {
  readonly dist: string;
  readonly folder: string;
  readonly port: number;
  readonly env: NodeJS.ProcessEnv;
}

function openServer({ dist, folder, port, env }: ServerPlace): Server {
  const url = `http://127.0.0.1:${port}`;
  const program = new KeptProgram({
    name: `the server on port ${port}`,
    args: ['-r', join(dist, '..', 'scripts', 'thread-pool.cjs'), join(dist, 'src', 'main.js')],
    cwd: folder,
    env,
    readyUrl: `${url}/health/ready`,
    logFile: join(folder, `server-${port}.log`),
  });
  return { url, program };
}
