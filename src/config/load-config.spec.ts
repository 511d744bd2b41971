import { join } from 'node:path';
import { ConfigFolder, problemsOf, productionEnvironment, wrong } from '../../test/support/config-folder.js';
import { loadConfig, type LoadOptions } from './load-config.js';
import { signingSelfTest } from './signing-self-test.js';
import type { Environment } from './variables.js';

let folder: ConfigFolder;
let directory: string;

beforeEach(() => {
  folder = new ConfigFolder();
  directory = folder.path;
});

afterEach(() => {
  folder.remove();
});

function load(changes: Environment = {}, options: Partial<LoadOptions> = {}) {
  return loadConfig(productionEnvironment(changes), { development: false, directory, ...options });
}

describe('a complete environment', () => {
  it('becomes one typed object with the documented defaults', () => {
    expect(load()).toMatchObject({
      mode: 'production',
      http: {
        host: '0.0.0.0',
        port: 3000,
        publicUrl: 'https://tips.example.com',
        hstsForSubdomains: false,
        corsOrigins: [],
        trustedProxies: ['loopback'],
      },
      limits: { on: true },
      passwords: { refuseWeak: true },
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
    expect(config.alipayPublicKey.equals(folder.keys.alipay.publicKey)).toBe(true);
    expect(signingSelfTest(config)).toBe(true);
    expect(signingSelfTest({ ...config, alipayPublicKey: folder.keys.app.publicKey })).toBe(false);
    expect(signingSelfTest({ ...config, appPrivateKey: folder.keys.app.publicKey })).toBe(false);
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

  it('promises https for subdomains where that is switched on', () => {
    expect(load({ HSTS_INCLUDE_SUBDOMAINS: 'on' }).http.hstsForSubdomains).toBe(true);
  });

  it('reads origins with blanks and slashes between them', () => {
    const { http } = load({ CORS_ORIGINS: 'https://a.example/ , http://b.example:8080,' });
    expect(http.corsOrigins).toEqual(['https://a.example', 'http://b.example:8080']);
  });

  it('limits request rates in production and not in development, unless it says otherwise', () => {
    const on = (changes: Environment, development: boolean) => load(changes, { development }).limits.on;
    expect([on({}, false), on({}, true)]).toEqual([true, false]);
    expect(on({ NODE_ENV: 'production' }, true)).toBe(true);
    expect([on({ RATE_LIMITS: 'off' }, false), on({ RATE_LIMITS: 'on' }, true)]).toEqual([false, true]);
  });

  it('refuses weak passwords in production and not in development, unless it says otherwise', () => {
    const refuses = (changes: Environment, development: boolean) =>
      load(changes, { development }).passwords.refuseWeak;
    expect([refuses({}, false), refuses({}, true)]).toEqual([true, false]);
    expect(refuses({ NODE_ENV: 'production' }, true)).toBe(true);
    expect(refuses({ WEAK_PASSWORDS: 'allow' }, false)).toBe(false);
    expect(refuses({ WEAK_PASSWORDS: 'refuse' }, true)).toBe(true);
  });

  it.each([
    ['loopback, 10.0.0.5,172.16.0.0/12, fd00::/8,::1', 5],
    ['linklocal,uniquelocal', 2],
    ['none', 0],
  ])('believes the proxies %s', (TRUST_PROXY, count) => {
    expect(load({ TRUST_PROXY }).http.trustedProxies).toHaveLength(count);
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
    ['IMAGE_ORIGINS', "'unsafe-inline'"],
    ['IMAGE_ORIGINS', 'https://a.example; script-src *'],
    ['CORS_ORIGINS', 'https://a.example/path'],
    ['HSTS_INCLUDE_SUBDOMAINS', 'yes'],
    ['TRUST_PROXY', 'nginx.internal'],
    ['TRUST_PROXY', 'loopback,10.0.0.0/33'],
    ['TRUST_PROXY', '0.0.0.0/0'],
    ['TRUST_PROXY', '10.0.0.0/8/8'],
    ['TRUST_PROXY', '2'],
    ['RATE_LIMITS', 'yes'],
    ['WEAK_PASSWORDS', 'on'],
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
    folder.write('alipay_public_key.pem', folder.keys.app.publicKey);
    const changes = { PORT: 'x', JWT_SECRET: 'short', DATABASE_URL: undefined, LOG_LEVEL: 'loud' };
    const action = () => load(changes);
    expect(wrong(action).toSorted()).toEqual(['ALIPAY_PUBLIC_KEY_PATH', ...Object.keys(changes)].toSorted());
    expect(action).toThrow(/JWT_SECRET[^]*→ .*openssl rand/);
  });
});
