import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigError } from './config-error.js';
import { loadConfig, type LoadOptions, planStart } from './load-config.js';
import { signingSelfTest } from './signing-self-test.js';
import type { Environment } from './variables.js';

const app = generateKeyPairSync('rsa', { modulusLength: 2048 });
const alipay = generateKeyPairSync('rsa', { modulusLength: 2048 });

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'zanshang-config-'));
  write('app_private_key.pem', app.privateKey);
  write('app_public_key.pem', app.publicKey);
  write('alipay_public_key.pem', alipay.publicKey);
});

afterEach(() => {
  rmSync(directory, { recursive: true });
});

/** Into the folder where keys are looked for by default. */
function write(name: string, key: KeyObject): void {
  mkdirSync(join(directory, 'keys'), { recursive: true });
  const pem = key.export({ type: key.type === 'private' ? 'pkcs8' : 'spki', format: 'pem' });
  writeFileSync(join(directory, 'keys', name), pem, { mode: 0o600 });
}

/** A complete environment, fit for production. */
function complete(changes: Environment = {}): Environment {
  return {
    PUBLIC_URL: 'https://tips.example.com',
    DATABASE_URL: 'postgresql://zanshang:secret@db:5432/zanshang',
    JWT_SECRET: 'x'.repeat(32),
    ALIPAY_GATEWAY: 'https://openapi.alipay.com/gateway.do',
    ALIPAY_APP_ID: '2021000000000000',
    ALIPAY_SELLER_ID: '2088000000000000',
    ...changes,
  };
}

function load(changes: Environment = {}, options: Partial<LoadOptions> = {}) {
  return loadConfig(complete(changes), { development: false, directory, ...options });
}

function problemsOf(action: () => unknown) {
  try {
    action();
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

function wrong(action: () => unknown): string[] {
  return problemsOf(action).map(({ variable }) => variable);
}

describe('a complete environment', () => {
  it('becomes one typed object with the documented defaults', () => {
    expect(load()).toMatchObject({
      mode: 'production',
      http: { host: '0.0.0.0', port: 3000, publicUrl: 'https://tips.example.com', corsOrigins: [] },
      dataDir: join(directory, '.data'),
      database: { poolSize: 10 },
      auth: { tokenLifetimeSeconds: 7 * 24 * 3600 },
      admin: undefined,
      log: { level: 'info' },
      orders: { timeoutMinutes: 30 },
      alipay: {
        returnUrl: 'https://tips.example.com/usr/wallet',
        notifyUrl: 'https://tips.example.com/payments/alipay/result',
        requestTimeoutMs: 5000,
      },
    });
  });

  it('holds keys that sign and verify', () => {
    const { alipay: config } = load();
    expect(config.alipayPublicKey.equals(alipay.publicKey)).toBe(true);
    expect(signingSelfTest(config)).toBe(true);
    expect(signingSelfTest({ ...config, alipayPublicKey: app.publicKey })).toBe(false);
    expect(signingSelfTest({ ...config, appPrivateKey: app.publicKey })).toBe(false);
  });

  it('cannot be changed afterwards', () => {
    const config = load({ CORS_ORIGINS: 'https://a.example' });
    expect(() => ((config.http as { port: number }).port = 1)).toThrow(TypeError);
    expect(() => (config.http.corsOrigins as string[]).push('https://b.example')).toThrow(TypeError);
  });

  it('is production whatever the command says, once NODE_ENV says so', () => {
    expect(load({}, { development: true }).mode).toBe('development');
    expect(load({ NODE_ENV: 'production' }, { development: true }).mode).toBe('production');
    expect(load({ NODE_ENV: 'development' }).mode).toBe('production');
  });

  it('takes set-to-nothing for not set, and forgives a slash at the end', () => {
    const { http, admin } = load({ PORT: '', ADMIN_USERNAME: ' ', PUBLIC_URL: 'https://tips.example.com/' });
    expect(http).toMatchObject({ port: 3000, publicUrl: 'https://tips.example.com' });
    expect(admin).toBeUndefined();
  });

  it('leaves secrets to the letter', () => {
    const admin = { username: 'root-admin', password: '  spaces matter  ' };
    expect(load({ ADMIN_USERNAME: admin.username, ADMIN_PASSWORD: admin.password }).admin).toEqual(admin);
  });

  it('reads origins with blanks and slashes between them', () => {
    const { http } = load({ CORS_ORIGINS: 'https://a.example/ , http://b.example:8080,' });
    expect(http.corsOrigins).toEqual(['https://a.example', 'http://b.example:8080']);
  });
});

describe('a wrong variable', () => {
  it.each([
    ['HOST', 'not a host'],
    ['PORT', '0'],
    ['PORT', '65536'],
    ['PORT', '3000x'],
    ['PUBLIC_URL', 'tips.example.com'],
    ['PUBLIC_URL', 'ftp://tips.example.com'],
    ['PUBLIC_URL', 'https://tips.example.com/?x=1'],
    ['PUBLIC_URL', `https://tips.example.com/${'x'.repeat(250)}`],
    ['DATABASE_URL', 'mysql://localhost/zanshang'],
    ['DATABASE_URL', 'db.internal'],
    ['DATABASE_POOL_SIZE', '0'],
    ['JWT_SECRET', 'x'.repeat(31)],
    ['TOKEN_LIFETIME_HOURS', '-1'],
    ['ALIPAY_GATEWAY', 'gateway.internal'],
    ['ALIPAY_APP_ID', '20210000 0000'],
    ['ALIPAY_SELLER_ID', '卖家'],
    ['ALIPAY_RETURN_URL', 'https://tips.example.com/usr/wallet?from=alipay'],
    ['ALIPAY_RETURN_URL', `https://tips.example.com/${'x'.repeat(232)}`],
    ['ALIPAY_NOTIFY_URL', 'https://tips.example.com/payments#here'],
    ['ALIPAY_NOTIFY_URL', `https://tips.example.com/${'x'.repeat(232)}`],
    ['ALIPAY_NOTIFY_URL', 'https://user:pass@tips.example.com/'],
    ['ALIPAY_REQUEST_TIMEOUT_MS', '5s'],
    ['ALIPAY_ORDER_TIMEOUT_MINUTES', '0'],
    ['ALIPAY_ORDER_TIMEOUT_MINUTES', '21601'],
    ['SIMULATOR_PORT', 'next'],
    ['SIMULATOR_SPEED', '0.0'],
    ['CORS_ORIGINS', '*'],
    ['CORS_ORIGINS', 'https://a.example/path'],
    ['LOG_LEVEL', 'loud'],
  ])('%s is refused by name, with a remedy and without its value', (name, value) => {
    const problems = problemsOf(() => load({ [name]: value }));
    expect(problems.map(({ variable }) => variable)).toEqual([name]);
    expect(problems[0]!.remedy).not.toBe('');
    if (value.length > 5) expect(JSON.stringify(problems)).not.toContain(value);
  });

  it.each([
    ['ADMIN_PASSWORD', { ADMIN_USERNAME: 'root-admin' }],
    ['ADMIN_USERNAME', { ADMIN_PASSWORD: 'long enough' }],
    ['ADMIN_USERNAME', { ADMIN_USERNAME: 'a b', ADMIN_PASSWORD: 'long enough' }],
    ['ADMIN_PASSWORD', { ADMIN_USERNAME: 'root-admin', ADMIN_PASSWORD: 'short' }],
  ])('%s is refused with %j', (name, changes) => {
    expect(wrong(() => load(changes))).toEqual([name]);
  });

  it('is reported together with all others', () => {
    write('alipay_public_key.pem', app.publicKey);
    const changes = { PORT: 'x', JWT_SECRET: 'short', DATABASE_URL: undefined, LOG_LEVEL: 'loud' };
    const action = () => load(changes);
    expect(wrong(action).toSorted()).toEqual(['ALIPAY_PUBLIC_KEY_PATH', ...Object.keys(changes)].toSorted());
    expect(action).toThrow(/JWT_SECRET[^]*→ .*openssl rand/);
  });
});

describe('production', () => {
  it.each(['DATABASE_URL', 'JWT_SECRET', 'ALIPAY_GATEWAY', 'ALIPAY_APP_ID', 'PUBLIC_URL'])(
    'refuses to go without %s',
    (name) => {
      expect(wrong(() => load({ [name]: undefined }))).toEqual([name]);
      const env = complete({ [name]: undefined, NODE_ENV: 'production' });
      expect(wrong(() => planStart(env, { development: true, directory }))).toEqual([name]);
    },
  );

  it('needs no PUBLIC_URL where the gateway is on this machine', () => {
    const config = load({ PUBLIC_URL: undefined, ALIPAY_GATEWAY: 'http://127.0.0.1:3001/gateway.do' });
    expect(config.http.publicUrl).toBe('http://localhost:3000');
  });

  it('warns of what it allows', () => {
    const warnings: string[] = [];
    const changes = {
      PUBLIC_URL: 'http://tips.example.com',
      ALIPAY_SELLER_ID: undefined,
      ALIPAY_GATEWAY: 'http://gw/x',
    };
    load(changes, { warn: (warning) => warnings.push(warning) });
    expect(warnings).toHaveLength(3);
  });

  it('refuses a private key that others can read, of which development warns', () => {
    chmodSync(join(directory, 'keys/app_private_key.pem'), 0o644);
    const warn = jest.fn();
    expect(wrong(() => load())).toEqual(['ALIPAY_APP_PRIVATE_KEY_PATH']);
    load({}, { development: true, warn });
    expect(warn).toHaveBeenCalledWith(expect.stringContaining('ALIPAY_APP_PRIVATE_KEY_PATH'));
  });

  it('refuses a generated development key, also through a link', () => {
    const path = join(directory, 'link.pem');
    symlinkSync(join(directory, 'keys/app_private_key.pem'), path);
    const changes = { DATA_DIR: '.', ALIPAY_APP_PRIVATE_KEY_PATH: path };
    expect(wrong(() => load(changes))).toEqual(['ALIPAY_APP_PRIVATE_KEY_PATH']);
  });
});

describe('the key files', () => {
  it.each([
    ['ALIPAY_APP_PRIVATE_KEY_PATH', 'keys/missing.pem', /does not exist.*npm run keys/s],
    ['ALIPAY_PUBLIC_KEY_PATH', 'keys/missing.pem', /does not exist/],
    ['ALIPAY_APP_PRIVATE_KEY_PATH', 'keys', /cannot be read/],
    ['ALIPAY_APP_PRIVATE_KEY_PATH', 'keys/app_public_key.pem', /this is a public key/],
    ['ALIPAY_PUBLIC_KEY_PATH', 'keys/app_private_key.pem', /this is a private key/],
    ['ALIPAY_PUBLIC_KEY_PATH', 'keys/app_public_key.pem', /the application's own public key/],
  ])('%s=%s is refused in one sentence', (name, path, sentence) => {
    const problems = problemsOf(() => load({ [name]: path }));
    expect(problems.map(({ variable }) => variable)).toEqual([name]);
    expect(problems[0]!.problem + problems[0]!.remedy).toMatch(sentence);
  });
});

describe('the plan of a start', () => {
  const plan = (env: Environment) => planStart(env, { development: true, directory });

  it('needs no configuration at all in development', () => {
    expect(plan({})).toEqual({
      mode: 'development',
      host: '127.0.0.1',
      port: 3000,
      dataDir: join(directory, '.data'),
      needsDatabase: true,
      needsSecret: true,
      simulator: { port: 3001 },
    });
  });

  it('leaves out what is given', () => {
    expect(plan(complete())).toMatchObject({
      needsDatabase: false,
      needsSecret: false,
      simulator: undefined,
    });
  });

  it('refuses a real gateway without application id and keys, all at once', () => {
    rmSync(join(directory, 'keys'), { recursive: true });
    expect(wrong(() => plan({ ALIPAY_GATEWAY: 'https://openapi.alipay.com/gateway.do' }))).toEqual([
      'ALIPAY_APP_ID',
      'ALIPAY_APP_PRIVATE_KEY_PATH',
      'ALIPAY_PUBLIC_KEY_PATH',
    ]);
  });

  it('refuses a wrong own key before the simulator is started with it', () => {
    const env = { ALIPAY_APP_PRIVATE_KEY_PATH: 'keys/app_public_key.pem' };
    expect(wrong(() => plan(env))).toEqual(['ALIPAY_APP_PRIVATE_KEY_PATH']);
  });

  it.each([{ PORT: '65535' }, { PORT: '3000', SIMULATOR_PORT: '3000' }])(
    'refuses %j for want of a port for the simulator',
    (env) => {
      expect(wrong(() => plan(env))).toEqual(['SIMULATOR_PORT']);
    },
  );

  it('is an error in production, where nothing is embedded', () => {
    expect(wrong(() => planStart({}, { development: false, directory: join(directory, 'none') }))).toEqual(
      expect.arrayContaining(['DATABASE_URL', 'JWT_SECRET', 'ALIPAY_GATEWAY', 'PUBLIC_URL']),
    );
  });
});
