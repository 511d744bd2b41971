import { spawn, type ChildProcess } from 'node:child_process';
import { createPrivateKey, createPublicKey, X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseBeijingTime } from './beijing-time.js';
import { readSettings } from './settings.js';
import { Merchant, tokenOf } from './testing/merchant.js';

interface Message {
  type: string;
  url: string;
  gatewayUrl: string;
  message: string;
}

const children = new Set<ChildProcess>();

/** The simulator as a process of its own, with or without a parent that listens. */
function run(env: NodeJS.ProcessEnv, parent: boolean): ChildProcess {
  const program = ['-r', './test/support/typescript-imports.cjs', '-e', "require('./simulator/main.ts')"];
  const child = spawn(process.execPath, program, {
    env: { PATH: process.env.PATH, HOME: process.env.HOME, SIMULATOR_PORT: '0', ...env },
    stdio: parent ? ['ignore', 'pipe', 'pipe', 'ipc'] : ['ignore', 'pipe', 'pipe'],
  });
  children.add(child);
  return child;
}

async function message(child: ChildProcess): Promise<Message> {
  const [first] = (await once(child, 'message')) as [Message];
  return first;
}

async function exitCode(child: ChildProcess): Promise<number | null> {
  if (child.exitCode !== null) return child.exitCode;
  const [code] = (await once(child, 'exit')) as [number | null];
  return code;
}

async function outputUntil(stream: NodeJS.ReadableStream | null, wanted: string): Promise<string> {
  let text = '';
  for await (const chunk of stream ?? []) {
    text += chunk.toString();
    if (text.includes(wanted)) break;
  }
  return text;
}

describe('the simulator as a process', () => {
  let merchant: Merchant;
  beforeAll(async () => {
    merchant = await Merchant.open();
    await merchant.simulator.close();
  });
  afterAll(() => merchant.close());
  afterEach(() => {
    for (const child of children) child.kill('SIGKILL');
    children.clear();
  });

  /** Lets the merchant's tools speak to the process. */
  const attach = async (child: ChildProcess): Promise<void> => {
    const { url, gatewayUrl } = await message(child);
    Object.assign(merchant.simulator, { url, gatewayUrl });
  };

  it.each(['UTC', 'Asia/Shanghai', 'America/New_York'])(
    'writes Beijing time in a machine of %s',
    async (TZ) => {
      await attach(run({ DATA_DIR: merchant.dataDir, TZ }, true));
      const outTradeNo = TZ.replaceAll(/\W/g, '_');
      const back = new URL(await merchant.pay({ out_trade_no: outTradeNo, timeout_express: '30m' }));
      const ageMs = Date.now() - (parseBeijingTime(back.searchParams.get('timestamp') ?? '') ?? 0);
      expect(Math.abs(ageMs)).toBeLessThan(60_000);
      const { body } = await merchant.control('GET', `/trades/${outTradeNo}`);
      const lifeMs = (parseBeijingTime(body.expires_time) ?? 0) - (parseBeijingTime(body.created_time) ?? 0);
      expect(lifeMs).toBe(30 * 60_000);
    },
  );

  it('keeps a payment over kill -9', async () => {
    const first = run({ DATA_DIR: merchant.dataDir }, true);
    await attach(first);
    const token = tokenOf(await merchant.openCashier({ out_trade_no: 'killed1' }));
    await merchant.pay({ out_trade_no: 'killed2' });
    first.kill('SIGKILL');
    await exitCode(first);
    await attach(run({ DATA_DIR: merchant.dataDir }, true));
    const query = { out_trade_no: 'killed2' };
    expect((await merchant.call('alipay.trade.query', query)).trade_status).toBe('TRADE_SUCCESS');
    expect((await merchant.click('pay', token)).status).toBe(302);
  });

  it('ends when its parent is gone', async () => {
    const child = run({ DATA_DIR: merchant.dataDir }, true);
    await message(child);
    child.disconnect();
    expect(await exitCode(child)).toBe(0);
  });

  it.each(['SIGINT', 'SIGTERM'] as const)('stops cleanly on %s', async (signal) => {
    const child = run({ DATA_DIR: merchant.dataDir }, true);
    await message(child);
    child.kill(signal);
    expect(await exitCode(child)).toBe(0);
  });

  it('says to its parent that the port is taken, and ends with status 1', async () => {
    const taken: Server = createServer();
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
    const port = (taken.address() as AddressInfo).port.toString();
    const child = run({ DATA_DIR: merchant.dataDir, SIMULATOR_PORT: port }, true);
    expect(await message(child)).toMatchObject({
      type: 'error',
      message: expect.stringContaining('端口已被占用'),
    });
    expect(await exitCode(child)).toBe(1);
    const alone = run({ DATA_DIR: merchant.dataDir, SIMULATOR_PORT: port }, false);
    expect(await outputUntil(alone.stderr, '。')).toContain('端口已被占用');
    expect(await exitCode(alone)).toBe(1);
    taken.close();
  });

  it('makes one pair of keys, not a mixture, when several start at once', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'simulator-'));
    await Promise.all([1, 2, 3].map(() => message(run({ DATA_DIR: dataDir }, true))));
    const folder = join(dataDir, 'simulator');
    const privateKey = createPrivateKey(await readFile(join(folder, 'alipay_private_key.pem')));
    const publicKey = createPublicKey(await readFile(join(folder, 'alipay_public_key.pem')));
    expect(createPublicKey(privateKey).equals(publicKey)).toBe(true);
    expect((await readdir(folder)).sort()).toEqual([
      'alipay_private_key.pem',
      'alipay_public_key.pem',
      'certs',
      'journal.jsonl',
    ]);
    const root = new X509Certificate(await readFile(join(folder, 'certs', 'alipayRootCert.crt')));
    const own = new X509Certificate(await readFile(join(folder, 'certs', 'alipayCertPublicKey_RSA2.crt')));
    expect(own.verify(root.publicKey) && own.checkPrivateKey(privateKey)).toBe(true);
    await rm(dataDir, { recursive: true });
  });

  it('run alone, makes the application’s keys and prints what the server needs', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'simulator-'));
    const child = run({ DATA_DIR: dataDir }, false);
    const text = await outputUntil(child.stdout, 'ALIPAY_ROOT_CERT_PATH=');
    const keyMode = ['GATEWAY', 'APP_ID', 'SELLER_ID', 'APP_PRIVATE_KEY_PATH', 'PUBLIC_KEY_PATH'];
    const certificateMode = ['APP_CERT_PATH', 'PUBLIC_CERT_PATH', 'ROOT_CERT_PATH'];
    for (const name of [...keyMode, ...certificateMode]) expect(text).toContain(`ALIPAY_${name}=`);
    for (const name of certificateMode) {
      expect(existsSync(new RegExp(`ALIPAY_${name}=(.+)`).exec(text)?.[1] ?? '')).toBe(true);
    }
    expect(existsSync(join(dataDir, 'keys', 'app_private_key.pem'))).toBe(true);
    expect(existsSync(join(dataDir, 'keys', 'app_public_key.pem'))).toBe(true);
    child.kill();
    expect(await exitCode(child)).toBe(0);
    await rm(dataDir, { recursive: true });
  });
});

describe('settings', () => {
  it('have defaults: this machine only, the port after the server’s', () => {
    expect(readSettings({})).toMatchObject({
      host: '127.0.0.1',
      port: 3001,
      appId: '9021000000000001',
      sellerId: '2088000000000001',
      speed: 1,
      notifyOnClose: false,
      feePercent: '0.60',
      billsAtOnce: false,
    });
    expect(readSettings({ PORT: '8080' }).port).toBe(8081);
    expect(readSettings({ PORT: '8080', SIMULATOR_PORT: '0' }).port).toBe(0);
  });

  it.each([
    ['SIMULATOR_PORT', '70000'],
    ['SIMULATOR_PORT', 'x'],
    ['PORT', '-1'],
    ['SIMULATOR_SPEED', '0'],
    ['SIMULATOR_SPEED', '1e9'],
    ['SIMULATOR_FEE_PERCENT', '-1'],
    ['SIMULATOR_FEE_PERCENT', '100'],
  ])('refuse %s=%s, naming the variable', (name, value) => {
    expect(() => readSettings({ [name]: value })).toThrow(name);
  });
});
