import { chmodSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigFolder, problemsOf, productionEnvironment, wrong } from '../../test/support/config-folder.js';
import { loadConfig, type LoadOptions, planStart } from './load-config.js';
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

describe('production', () => {
  it.each(['DATABASE_URL', 'JWT_SECRET', 'ALIPAY_GATEWAY', 'ALIPAY_APP_ID', 'PUBLIC_URL'])(
    'refuses to go without %s',
    (name) => {
      expect(wrong(() => load({ [name]: undefined }))).toEqual([name]);
      const env = productionEnvironment({ [name]: undefined, NODE_ENV: 'production' });
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

  describe('of a weak ADMIN_PASSWORD', () => {
    const warningsOf = (changes: Environment, options: Partial<LoadOptions> = {}) => {
      const warnings: string[] = [];
      const admin = { ADMIN_USERNAME: 'lin_xi', ...changes };
      expect(load(admin, { warn: (warning) => warnings.push(warning), ...options }).admin?.password).toBe(
        changes.ADMIN_PASSWORD,
      );
      return warnings;
    };

    it.each(['password1', 'Zanshang-2026', 'linxi123456', 'tips-example-1'])(
      'warns by name and without its value, and goes on: %s',
      (ADMIN_PASSWORD) => {
        const warnings = warningsOf({ ADMIN_PASSWORD });
        expect(warnings).toEqual([expect.stringContaining('ADMIN_PASSWORD')]);
        expect(warnings[0]).not.toContain(ADMIN_PASSWORD);
      },
    );

    it('says nothing where it is not weak, where weak ones are allowed, or in development', () => {
      expect(warningsOf({ ADMIN_PASSWORD: 'chief of it all' })).toEqual([]);
      expect(warningsOf({ ADMIN_PASSWORD: 'password1', WEAK_PASSWORDS: 'allow' })).toEqual([]);
      expect(warningsOf({ ADMIN_PASSWORD: 'password1' }, { development: true })).toEqual([]);
    });
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
    expect(plan(productionEnvironment())).toMatchObject({
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
