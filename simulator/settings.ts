import { join } from 'node:path';
import { parsePercent } from './money.js';
import { DEFAULT_FEE_PERCENT, type SimulatorOptions } from './simulator.js';

/** Settings of the simulator's own process, with where the application's private key lies when it is made here. */
export interface Settings extends SimulatorOptions {
  appPublicKeyPath: string;
  /** The developer named the public key file; then none is made. */
  appPublicKeyGiven: boolean;
  appPrivateKeyPath: string;
}

function port(text: string | undefined, name: string, fallback: number): number {
  if (text === undefined || text === '') return fallback;
  if (!/^\d{1,5}$/.test(text) || Number.parseInt(text, 10) > 65_535) {
    throw new Error(`${name} 应当是 0 到 65535 的整数`);
  }
  return Number.parseInt(text, 10);
}

function speed(text: string | undefined): number {
  if (text === undefined || text === '') return 1;
  if (!/^\d{1,7}(\.\d{1,3})?$/.test(text) || Number.parseFloat(text) <= 0) {
    throw new Error('SIMULATOR_SPEED 应当是正数');
  }
  return Number.parseFloat(text);
}

function feePercent(text: string | undefined): string {
  if (text === undefined || text === '') return DEFAULT_FEE_PERCENT;
  if (parsePercent(text) === undefined) throw new Error('SIMULATOR_FEE_PERCENT 应当是 0 到 99.99 的数');
  return text;
}

/** Reads the environment; an error names the variable, never its value. */
export function readSettings(env: NodeJS.ProcessEnv): Settings {
  const dataDir = env.DATA_DIR ?? '.data';
  const given = env.SIMULATOR_APP_PUBLIC_KEY_PATH;
  return {
    host: env.SIMULATOR_HOST ?? '127.0.0.1',
    port: port(env.SIMULATOR_PORT, 'SIMULATOR_PORT', port(env.PORT, 'PORT', 3000) + 1),
    dataDir,
    appId: env.ALIPAY_APP_ID ?? '9021000000000001',
    sellerId: env.ALIPAY_SELLER_ID ?? '2088000000000001',
    speed: speed(env.SIMULATOR_SPEED),
    notifyOnClose: env.SIMULATOR_NOTIFY_ON_CLOSE === 'on',
    billsAtOnce: env.SIMULATOR_BILLS_AT_ONCE === 'on',
    feePercent: feePercent(env.SIMULATOR_FEE_PERCENT),
    appPublicKeyPath: given ?? join(dataDir, 'keys', 'app_public_key.pem'),
    appPublicKeyGiven: given !== undefined,
    appPrivateKeyPath: join(dataDir, 'keys', 'app_private_key.pem'),
  };
}
