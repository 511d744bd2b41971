import { join, resolve } from 'node:path';
import type { StartPlan } from '../config/load-config.js';
import type { Environment } from '../config/variables.js';
import {
  exportPublicKey,
  generatedPrivateKey,
  generatedSecret,
  makeDataDirectory,
} from './generated-files.js';
import type { Shutdown } from './shutdown.js';
import { startSimulatorProcess } from './simulator-process.js';

const DEFAULT_APP_ID = '9021000000000001';
const DEFAULT_SELLER_ID = '2088000000000001';

/** What one start has at hand. */
export interface Tools {
  readonly shutdown: Shutdown;
  readonly log: (line: string) => void;
  /** The compiled simulator/main.js. */
  readonly simulatorProgram: string;
}

/**
 * Starts what development has built in (PostgreSQL, the Alipay simulator), makes the secrets that are not given, and
 * returns the environment with all of that filled in, so that one parser serves development and production.
 */
export async function prepareDevelopment(
  plan: StartPlan,
  env: Environment,
  tools: Tools,
): Promise<Environment> {
  makeDataDirectory(plan.dataDir);
  return {
    ...env,
    ...(plan.needsSecret && { JWT_SECRET: generatedSecret(plan.dataDir) }),
    ...(plan.needsDatabase && { DATABASE_URL: await startDatabase(plan, tools) }),
    ...(plan.simulator && (await startSimulator(plan, plan.simulator.port, env, tools))),
  };
}

async function startDatabase({ dataDir }: StartPlan, { shutdown, log }: Tools): Promise<string> {
  const { startEmbeddedPostgres } = await import('../database/embedded/embedded-postgres.js');
  const postgres = await shutdown.start(
    'PostgreSQL',
    () => startEmbeddedPostgres({ dataDir, log }),
    (running) => running.stop(),
  );
  return postgres.url;
}

async function startSimulator(
  { dataDir, host }: StartPlan,
  port: number,
  env: Environment,
  { shutdown, log, simulatorProgram }: Tools,
): Promise<Environment> {
  const ownKey = given(env.ALIPAY_APP_PRIVATE_KEY_PATH);
  const privateKeyPath = ownKey === undefined ? generatedPrivateKey(dataDir) : resolve(ownKey);
  const publicKeyPath = join(dataDir, ownKey === undefined ? 'keys' : 'simulator', 'app_public_key.pem');
  exportPublicKey(privateKeyPath, publicKeyPath);
  const identity = {
    ALIPAY_APP_ID: given(env.ALIPAY_APP_ID) ?? DEFAULT_APP_ID,
    ALIPAY_SELLER_ID: given(env.ALIPAY_SELLER_ID) ?? DEFAULT_SELLER_ID,
  };
  const settings = {
    ...identity,
    DATA_DIR: dataDir,
    SIMULATOR_HOST: host,
    SIMULATOR_PORT: String(port),
    SIMULATOR_SPEED: given(env.SIMULATOR_SPEED),
    SIMULATOR_NOTIFY_ON_CLOSE: given(env.SIMULATOR_NOTIFY_ON_CLOSE),
    SIMULATOR_APP_PUBLIC_KEY_PATH: publicKeyPath,
  };
  const simulator = await shutdown.start(
    'simulator',
    () => startSimulatorProcess(simulatorProgram, settings, log),
    (running) => running.stop(),
  );
  return {
    ...identity,
    ALIPAY_GATEWAY: simulator.gatewayUrl,
    ALIPAY_APP_PRIVATE_KEY_PATH: privateKeyPath,
    ALIPAY_PUBLIC_KEY_PATH: join(dataDir, 'simulator', 'alipay_public_key.pem'),
    ...certificatesOfSimulator(dataDir),
  };
}

/** The simulator issues certificates as well: in development, too, withdrawals are paid. */
function certificatesOfSimulator(dataDir: string): Environment {
  return {
    ALIPAY_APP_CERT_PATH: join(dataDir, 'keys', 'appCert.crt'),
    ALIPAY_PUBLIC_CERT_PATH: join(dataDir, 'simulator', 'certs', 'alipayCertPublicKey_RSA2.crt'),
    ALIPAY_ROOT_CERT_PATH: join(dataDir, 'simulator', 'certs', 'alipayRootCert.crt'),
  };
}

/** A variable set to nothing counts as not set, as everywhere. */
function given(value: string | undefined): string | undefined {
  return value?.trim() === '' ? undefined : value;
}
