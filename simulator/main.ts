import { existsSync } from 'node:fs';
import { ensureKeyPair } from './keys.js';
import { readSettings, type Settings } from './settings.js';
import { startSimulator, type Simulator } from './simulator.js';

const parent = process.send?.bind(process);

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

function explain(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return code === 'EADDRINUSE'
    ? '支付模拟器的端口已被占用：请停掉占用它的程序，或用 SIMULATOR_PORT 换一个端口。'
    : `支付模拟器启动失败：${message}`;
}

function fail(error: unknown): void {
  const message = explain(error);
  process.exitCode = 1;
  if (parent) parent({ type: 'error', message }, undefined, undefined, () => process.exit(1));
  else process.stderr.write(`${message}\n`);
}

function makeApplicationKeys(settings: Settings): void {
  if (settings.appPublicKeyGiven || existsSync(settings.appPublicKeyPath)) return;
  ensureKeyPair(settings.appPrivateKeyPath, settings.appPublicKeyPath);
}

function printAddresses(simulator: Simulator, settings: Settings): void {
  say(`支付模拟器已启动：${simulator.url}/simulator （没有真实的钱）`);
  say('给服务器用的环境变量：');
  say(`  ALIPAY_GATEWAY=${simulator.gatewayUrl}`);
  say(`  ALIPAY_APP_ID=${settings.appId}`);
  say(`  ALIPAY_SELLER_ID=${settings.sellerId}`);
  if (existsSync(settings.appPrivateKeyPath)) {
    say(`  ALIPAY_APP_PRIVATE_KEY_PATH=${settings.appPrivateKeyPath}`);
  } else {
    say(`  ALIPAY_APP_PRIVATE_KEY_PATH=（与 ${settings.appPublicKeyPath} 成对的应用私钥）`);
  }
  say(`  ALIPAY_PUBLIC_KEY_PATH=${simulator.alipayPublicKeyPath}`);
  say('证书模式（转账需要）再加：');
  say(`  ALIPAY_APP_CERT_PATH=${simulator.appCertPath}`);
  say(`  ALIPAY_PUBLIC_CERT_PATH=${simulator.alipayCertPath}`);
  say(`  ALIPAY_ROOT_CERT_PATH=${simulator.alipayRootCertPath}`);
}

/** A clean stop, once: on a signal, or when the parent process is gone. */
function stopWith(simulator: Simulator): void {
  let stopping = false;
  const stop = (): void => {
    if (stopping) return;
    stopping = true;
    void simulator.close().finally(() => process.exit(0));
  };
  for (const event of ['SIGINT', 'SIGTERM', 'disconnect']) process.on(event, stop);
  if (parent && !process.connected) stop();
}

async function main(): Promise<void> {
  if (!parent && existsSync('.env')) process.loadEnvFile();
  const settings = readSettings(process.env);
  if (!parent) makeApplicationKeys(settings);
  const log = parent ? () => undefined : say;
  const simulator = await startSimulator({ ...settings, log });
  stopWith(simulator);
  if (parent) parent({ type: 'ready', url: simulator.url, gatewayUrl: simulator.gatewayUrl });
  else printAddresses(simulator, settings);
}

main().catch(fail);
