import { createSecretKey, randomBytes, randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { Logger } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import supertest from 'supertest';
import { createApp } from '../../src/app.setup.js';
import type { Config } from '../../src/config/config.js';
import { createTestDatabase } from './database.js';
import { keyPair } from './key-pairs.js';

/** What a test may change; every part is merged over the configuration of the tests. */
export type ConfigOverrides = { [Part in keyof Config]?: Partial<Config[Part]> };

export type TestApp = Awaited<ReturnType<typeof createTestApp>>;
type TestDatabase = Awaited<ReturnType<typeof createTestDatabase>>;

/** The two key pairs between this server and its gateway. */
export const testKeys = { app: keyPair('app'), alipay: keyPair('alipay') };

/** A configuration as the loader would make it, for the database at `databaseUrl`. The gateway is unreachable. */
export function testConfig(databaseUrl: string, overrides: ConfigOverrides = {}): Config {
  const publicUrl = 'http://localhost:3000';
  const config: Config = {
    mode: 'development',
    http: {
      ...{ host: '127.0.0.1', port: 0, publicUrl, hstsForSubdomains: false },
      ...{ corsOrigins: [], imageOrigins: [], trustedProxies: ['loopback'] },
    },
    limits: { on: false },
    passwords: { refuseWeak: false },
    dataDir: tmpdir(),
    database: { url: databaseUrl, directUrl: databaseUrl, poolSize: 10, namedStatements: true },
    auth: {
      jwtSecret: createSecretKey(randomBytes(32)),
      tokenLifetimeSeconds: 3600,
      idleSeconds: 3600,
      adminIdleSeconds: 3600,
      adminsNeedSecondFactor: false,
    },
    // The same for all: any number of processes may seal one database.
    ledger: { sealKeys: [createSecretKey(Buffer.alloc(32, 'seal'))] },
    admin: undefined,
    log: { level: 'silent' },
    alipay: {
      gateway: 'http://127.0.0.1:9/gateway.do',
      appId: '2021000000000000',
      sellerId: undefined,
      appPrivateKey: testKeys.app.privateKey,
      alipayPublicKey: testKeys.alipay.publicKey,
      certificates: undefined,
      returnUrl: `${publicUrl}/usr/wallet`,
      notifyUrl: `${publicUrl}/payments/alipay/result`,
      requestTimeoutMs: 2000,
    },
    orders: { timeoutMinutes: 30, expirySweepSeconds: 3600, confirmSweepSeconds: 3600 },
    fees: { rate: 0n, serviceRate: undefined },
    refunds: { dualControlFen: undefined },
    withdrawals: { minFen: 1000n, holdDays: 7 },
  };
  return withOverrides(config, overrides);
}

function withOverrides(config: Config, overrides: ConfigOverrides): Config {
  const parts: Record<string, unknown> = { ...config };
  for (const [part, changes] of Object.entries(overrides)) {
    parts[part] = { ...(parts[part] as object | undefined), ...(changes as object) };
  }
  return parts as unknown as Config;
}

/**
 * The whole server on a free port over a fresh database; `close()` stops the server and drops the database.
 * Given `shared`, it is one more instance on that database, which it leaves in place.
 */
export async function createTestApp(overrides: ConfigOverrides = {}, shared?: TestDatabase) {
  const database = shared ?? (await createTestDatabase());
  const config = testConfig(database.url, overrides);
  Logger.overrideLogger(false);
  const app: NestFastifyApplication = await createApp(config);
  await app.listen(0, '127.0.0.1');
  const url = await app.getUrl();
  const close = async (): Promise<void> => {
    await app.close();
    if (!shared) await database.drop();
  };
  return { app, request: supertest(url), url, database, config, close };
}

/** A new user, ready to ask: `.set(user.auth)`. The name is random unless given. */
export async function register(
  { request }: Pick<TestApp, 'request'>,
  name = `u_${randomUUID().slice(0, 13)}`,
) {
  const response = await request.post('/users').send({ username: name, password: 'correct horse' });
  if (response.status !== 201) throw new Error(`registration failed: ${response.text}`);
  const { token, user } = response.body as { token: string; user: TestUser };
  return { token, user, auth: { Authorization: `Bearer ${token}` } };
}

/** The id of the session that a token names. */
export function sessionOf(token: string): string {
  const claims = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as {
    sid: string;
  };
  return claims.sid;
}

/** A new user with the role `admin`. */
export async function registerAdmin(testApp: TestApp, name?: string) {
  const admin = await register(testApp, name);
  await testApp.database.query(`UPDATE users SET role = 'admin' WHERE id = $1`, [admin.user.id]);
  return admin;
}

export interface TestUser {
  id: string;
  username: string;
  nickname: string;
  avatar: string;
  role: string;
}
