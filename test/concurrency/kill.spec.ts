import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import supertest from 'supertest';
import { type Simulator, startSimulator } from '../../simulator/simulator.js';
import {
  APP_ID,
  openCashier,
  openShop,
  order,
  type Person,
  SELLER_ID,
  until,
  wallet,
} from '../support/alipay.js';
import { registerAdmin, type TestApp, testKeys } from '../support/app.js';
import { checkLedger } from '../support/books.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { freePort, spawnNode, type SpawnedProgram } from '../support/processes.js';
import { type ServerSettings, SETTINGS } from '../support/server.js';

/** Resends come after 0.1 s, 0.2 s, 0.2 s, 1.4 s, 3 s, 9 s, 22 s: a server that was killed is back before the last. */
const SPEED = 2500;

describe('a server that is killed (-9) while notifications arrive', () => {
  let dataDir: string;
  let simulator: Simulator;
  let database: TestDatabase;
  let settings: ServerSettings;
  let server: SpawnedProgram;
  let app: TestApp;

  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'zanshang-kill-'));
    await mkdir(join(dataDir, 'keys'));
    const publicPem = testKeys.app.publicKey.export({ type: 'spki', format: 'pem' });
    await writeFile(join(dataDir, 'keys', 'app_public_key.pem'), publicPem);
    const identity = { appId: APP_ID, sellerId: SELLER_ID };
    simulator = await startSimulator({ host: '127.0.0.1', port: 0, dataDir, ...identity, speed: SPEED });
    database = await createTestDatabase();
    settings = {
      ...identity,
      databaseUrl: database.url,
      port: await freePort(),
      gateway: simulator.gatewayUrl,
      appPrivateKey: testKeys.app.privateKey.export({ type: 'pkcs8', format: 'pem' }) as string,
      alipayPublicKey: await readFile(simulator.alipayPublicKeyPath, 'utf8'),
      jwtSecret: randomBytes(32).toString('hex'),
    };
    const url = `http://127.0.0.1:${settings.port}`;
    app = { url, request: supertest(url), database } as unknown as TestApp;
    server = await startServer();
  });
  afterAll(async () => {
    await server.kill();
    await simulator.close();
    await database.drop();
    await rm(dataDir, { recursive: true, force: true });
  });

  async function startServer(): Promise<SpawnedProgram> {
    const program = spawnNode(['test/support/server-process.cjs'], {
      env: { [SETTINGS]: JSON.stringify(settings) },
    });
    await program.waitForLine(/^ready$/, 60_000);
    return program;
  }

  async function killAndRestart(): Promise<void> {
    await server.kill('SIGKILL');
    server = await startServer();
  }

  const paidCount = async (): Promise<number> =>
    (await database.query(`SELECT count(*)::int AS n FROM reward WHERE status = 'paid'`))[0]!.n as number;

  const pay = (tips: readonly { outTradeNo: string }[]) =>
    Promise.all(
      tips.map(({ outTradeNo }) =>
        fetch(`${simulator.url}/simulator/trades/${outTradeNo}/pay`, { method: 'POST' }),
      ),
    );

  it('credits 60 tips of 1.00 exactly once each: 60.00, and the books balance', async () => {
    const admin = await registerAdmin(app);
    const { author, reader, article } = await openShop(app);
    const tips = [];
    for (let i = 0; i < 60; i++) {
      const tip = await order(app, reader, article.id, '1.00');
      await openCashier(tip.payUrl);
      tips.push(tip);
    }

    // Somewhere in the middle of a batch.
    void pay(tips.slice(0, 20));
    await until(async () => (await paidCount()) > 0);
    await killAndRestart();
    await until(async () => (await paidCount()) === 20, 60_000);

    // In the middle of a transaction: it waits for the author's account.
    const holder = await lockAccountOf(author);
    simulator.faults.set({ notifications: { times: 2 } });
    await pay(tips.slice(20, 40));
    const waiting = `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
    await until(async () => (await database.query(waiting)).length > 0);
    await server.kill('SIGKILL');
    await holder.end();
    server = await startServer();
    await until(async () => (await paidCount()) === 40, 60_000);

    // At once.
    simulator.faults.set({ notifications: { times: 3 } });
    await pay(tips.slice(40));
    await killAndRestart();

    await until(async () => (await paidCount()) === 60, 60_000);
    await until(() => allAccepted(), 60_000);
    expect(await wallet(app, author)).toMatchObject({ balance: '60.00', earned_total: '60.00' });
    expect(await checkLedger(app, admin)).toMatchObject({ balanced: true, transfers: 60, differences: [] });
    const shown = await app.request.get(`/articles/${article.id}`);
    expect(shown.body.reward_count).toBe(60);
  }, 240_000);

  async function lockAccountOf(person: Person): Promise<pg.Client> {
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    await client.query('BEGIN');
    await client.query('SELECT 1 FROM account WHERE owner_id = $1 FOR UPDATE', [person.user.id]);
    return client;
  }

  /** Every notification was acknowledged in the end. */
  async function allAccepted(): Promise<boolean> {
    const response = await fetch(`${simulator.url}/simulator/trades`);
    const { items } = (await response.json()) as { items: { notifications: { accepted: boolean }[] }[] };
    return items.every(({ notifications }) => notifications.every(({ accepted }) => accepted));
  }
});
