import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import {
  type EmbeddedPostgres,
  startEmbeddedPostgres,
} from '../../src/database/embedded/embedded-postgres.js';
import { runMigrations } from '../../src/database/migrate.js';
import { type Market, openMarket } from '../support/alipay.js';
import { testKeys } from '../support/app.js';
import { administer, withDatabase } from '../support/database-server.js';
import { freePort, spawnNode } from '../support/processes.js';
import { cleanUpAfterDeath } from '../support/reaper.js';

const script = resolve(__dirname, '../../scripts/run-built.mjs');
const SECRET = 'a secret of thirty-two bytes, at least';

/** A PostgreSQL of its own, since the one of the tests is not durable, and the doctor would say so. */
describe('npm run doctor', () => {
  let market: Market;
  let postgres: EmbeddedPostgres;
  let directory: string;
  let env: NodeJS.ProcessEnv;

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'zanshang-doctor-'));
    cleanUpAfterDeath(directory);
    postgres = await startEmbeddedPostgres({ dataDir: directory, log: () => undefined });
    await runMigrations(postgres.url);
    market = await openMarket({}, { url: postgres.url, query: sql, drop: () => Promise.resolve() });
    const { alipay } = market.config;
    env = {
      DATABASE_URL: postgres.url,
      DATABASE_POOL_SIZE: '20',
      JWT_SECRET: SECRET,
      PUBLIC_URL: market.url,
      ALIPAY_GATEWAY: alipay.gateway,
      ALIPAY_APP_ID: alipay.appId,
      ALIPAY_SELLER_ID: alipay.sellerId,
      ALIPAY_APP_PRIVATE_KEY_PATH: await keyFile('own.pem', testKeys.app.privateKey),
      ALIPAY_PUBLIC_KEY_PATH: await keyFile('alipay.pem', alipay.alipayPublicKey),
    };
  });
  afterEach(() => {
    market.simulator.faults.reset();
  });
  afterAll(async () => {
    await market.close();
    await postgres.stop();
    await rm(directory, { recursive: true, force: true });
  });

  const sql = (text: string, params?: unknown[]) => administer(postgres.url, text, params);

  async function keyFile(name: string, key: ReturnType<typeof createPublicKey>): Promise<string> {
    const path = join(directory, name);
    const type = key.type === 'private' ? 'pkcs8' : 'spki';
    await writeFile(path, key.export({ type, format: 'pem' }), { mode: 0o600 });
    return path;
  }

  async function textFile(name: string, text: string): Promise<string> {
    await writeFile(join(directory, name), text, { mode: 0o600 });
    return name;
  }

  async function run(changes: NodeJS.ProcessEnv = {}) {
    const child = spawnNode([script, 'src/doctor.js'], { cwd: directory, env: { ...env, ...changes } });
    const { code } = await child.ended;
    const marked = (mark: string) => child.output.split('\n').filter((line) => line.startsWith(mark));
    return { code, output: child.output, wrong: marked('✗'), warnings: marked('⚠'), right: marked('✓') };
  }

  /** One thing is wrong and named with its remedy, and the exit status says so. */
  async function expectWrong(changes: NodeJS.ProcessEnv, what: RegExp, remedy: RegExp): Promise<void> {
    const { code, wrong, output } = await run(changes);
    expect(wrong.join('\n')).toMatch(what);
    expect(output).toMatch(remedy);
    expect(code).toBe(1);
  }

  /** A server that answers all requests in this way, while `work` runs. */
  async function withServer(
    answer: (request: IncomingMessage, response: ServerResponse, body: string) => void,
    work: (url: string) => Promise<void>,
  ): Promise<void> {
    const server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk) => (body += String(chunk)));
      request.on('end', () => {
        answer(request, response, body);
      });
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    try {
      await work(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    } finally {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    }
  }

  it('finds a sound deployment right, thing by thing, with status 0', async () => {
    const { code, wrong, right, output } = await run();
    expect([wrong, code]).toEqual([[], 0]);
    const said = right.join('\n');
    for (const part of [
      /environment is complete/,
      /RSA with 2048 bits/,
      /PostgreSQL 18/,
      /all migrations/,
      /97 connections, each process takes 20.*4 processes fit/,
      /synchronous_commit, fsync, full_page_writes are on/,
      /agrees with the database's/,
      /accepts our signature/,
      /reply's signature is Alipay's/,
      /agrees with the gateway's/,
      /seen from this machine only: the notify URL answers and refuses an unsigned notification/,
      /seen from this machine only: the server is ready/,
    ])
      expect(said).toMatch(part);
    expect(output).toMatch(/0 wrong/);
  });

  it('finds certificate mode right, too, and says how long it lasts', async () => {
    const { appCertPath, alipayCertPath, alipayRootCertPath } = market.simulator;
    const certificates = {
      ALIPAY_APP_CERT_PATH: appCertPath,
      ALIPAY_PUBLIC_CERT_PATH: alipayCertPath,
      ALIPAY_ROOT_CERT_PATH: alipayRootCertPath,
      ALIPAY_PUBLIC_KEY_PATH: undefined,
    };
    const { code, right } = await run(certificates);
    expect(code).toBe(0);
    expect(right.join('\n')).toMatch(/certificate mode; valid for \d+ more days/);
    expect(right.join('\n')).toMatch(/reply's signature is Alipay's/);
  });

  it('prints neither the secret nor a password nor a key', async () => {
    const wrongUrl = postgres.url.replace(/:[^:@/]+@/, ':a-wrong-password@');
    const { output } = await run({ DATABASE_URL: wrongUrl, JWT_SECRET: 'shibboleth' });
    const key = await readFile(join(directory, 'own.pem'), 'utf8');
    const secrets = [SECRET, 'a-wrong-password', 'shibboleth', new URL(postgres.url).password];
    for (const secret of [...secrets, key.split('\n')[1]!]) expect(output).not.toContain(secret);
    expect(output).toMatch(/wrong user or password/);
    expect(output).not.toMatch(/ at .*\.js/);
  });

  it('reads secrets from files, and prints nothing of them', async () => {
    const inFiles = {
      ...{ DATABASE_URL: undefined, DATABASE_URL_FILE: await textFile('database-url', `${postgres.url}\n`) },
      ...{ JWT_SECRET: undefined, JWT_SECRET_FILE: await textFile('jwt-secret', SECRET) },
    };
    const { code, output } = await run(inFiles);
    expect(code).toBe(0);
    for (const secret of [SECRET, new URL(postgres.url).password]) expect(output).not.toContain(secret);
    const short = await textFile('short', 'shibboleth');
    await expectWrong({ ...inFiles, JWT_SECRET_FILE: short }, /JWT_SECRET: .*too short/, /openssl rand/);
    expect((await run({ ...inFiles, JWT_SECRET_FILE: short })).output).not.toContain('shibboleth');
    await expectWrong({ JWT_SECRET_FILE: short }, /JWT_SECRET: .*so is JWT_SECRET_FILE/, /leave one/);
  });

  it('names every wrong variable and examines the rest all the same', async () => {
    const { code, wrong, right } = await run({ JWT_SECRET: undefined, PORT: 'http' });
    expect(wrong.map((line) => /✗ (\w+):/.exec(line)?.[1]).sort()).toEqual(['JWT_SECRET', 'PORT']);
    expect(right.join('\n')).toMatch(/accepts our signature/);
    expect(code).toBe(1);
  });

  it('finds the application’s own public key in the place of Alipay’s', async () => {
    const own = await keyFile('own-public.pem', testKeys.app.publicKey);
    await expectWrong(
      { ALIPAY_PUBLIC_KEY_PATH: own },
      /application's own public key/,
      /→ .*put that one here/,
    );
  });

  it('finds keys that are of the wrong kind', async () => {
    const publicKey = join(directory, 'alipay.pem');
    await expectWrong({ ALIPAY_APP_PRIVATE_KEY_PATH: publicKey }, /this is a public key/, /npm run keys/);
    const missing = await run({ ALIPAY_PUBLIC_KEY_PATH: join(directory, 'nowhere.pem') });
    expect(missing.wrong.join('\n')).toMatch(/does not exist/);
    expect(missing.warnings.join('\n')).toMatch(/gateway was not examined/);
  });

  it('finds a private key that Alipay does not know', async () => {
    const other = await keyFile('other.pem', generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey);
    await expectWrong(
      { ALIPAY_APP_PRIVATE_KEY_PATH: other },
      /refuses our request: isv\.invalid-signature/,
      /→ .*upload the application's public key/,
    );
  });

  it('finds an application that Alipay does not know, and a product that is not granted', async () => {
    await expectWrong({ ALIPAY_APP_ID: '2021999999999999' }, /isv\.invalid-app-id/, /→ .*ALIPAY_APP_ID/);
    const fault = { code: '40004' as const, sub_code: 'isv.insufficient-isv-permissions' };
    market.simulator.faults.set({ gateway: fault });
    await expectWrong({}, /isv\.insufficient-isv-permissions/, /→ .*电脑网站支付/);
  });

  it('finds another public key than the one that Alipay signs with, and a reply that is not signed', async () => {
    const other = await keyFile(
      'other-public.pem',
      generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey,
    );
    await expectWrong(
      { ALIPAY_PUBLIC_KEY_PATH: other },
      /not signed with the configured key/,
      /download Alipay's key/,
    );
    market.simulator.faults.set({ gateway: { unsigned: true } });
    await expectWrong({}, /is not signed$/, /download Alipay's key/);
  });

  it('finds a gateway that is away, is none, or is only busy', async () => {
    const nowhere = `http://127.0.0.1:${await freePort()}/gateway.do`;
    await expectWrong({ ALIPAY_GATEWAY: nowhere }, /cannot be reached \(ECONNREFUSED\)/, /firewall/);
    market.simulator.faults.set({ gateway: { nonsense: true } });
    await expectWrong({}, /is not Alipay's gateway/, /look for a proxy/);
    market.simulator.faults.set({ gateway: { code: '20000', sub_code: 'isp.unknow-error' } });
    const busy = await run();
    expect([busy.code, busy.warnings.join('\n')]).toEqual([0, expect.stringMatching(/no answer now/)]);
  });

  it.each([
    [3600, /(\d+) seconds behind the gateway's/, 1],
    [-3600, /(\d+) seconds ahead of the gateway's/, 1],
    [20, /(\d+) seconds behind the gateway's/, 0],
  ])('compares the clock with a gateway that is %d seconds ahead', async (seconds, what, status) => {
    const answer = (_: IncomingMessage, response: ServerResponse, body: string) => {
      const headers = { 'content-type': 'application/x-www-form-urlencoded' };
      void fetch(market.config.alipay.gateway, { method: 'POST', headers, body })
        .then((reply) => reply.text())
        .then((text) => {
          response.setHeader('date', new Date(Date.now() + seconds * 1000).toUTCString());
          response.end(text);
        });
    };
    await withServer(answer, async (url) => {
      const { code, output } = await run({ ALIPAY_GATEWAY: `${url}/gateway.do` });
      // As exact as the time that the answer took.
      const told = Number(what.exec(output)?.[1]);
      expect(Math.abs(told - Math.abs(seconds))).toBeLessThanOrEqual(5);
      expect(output).toMatch(/NTP/);
      expect(code).toBe(status);
    });
  });

  it('finds a notify URL where nobody listens, or somebody else', async () => {
    const nowhere = `http://127.0.0.1:${await freePort()}/notify`;
    await expectWrong(
      { ALIPAY_NOTIFY_URL: nowhere },
      /notify URL cannot be reached \(ECONNREFUSED\)/,
      /from the internet/,
    );
    const moved = (_: IncomingMessage, response: ServerResponse) => response.writeHead(302).end();
    await withServer(moved, (url) =>
      expectWrong({ ALIPAY_NOTIFY_URL: `${url}/notify` }, /is not this server \(HTTP 302\)/, /no redirect/),
    );
  });

  it('finds a database that is away, is not there, or lacks migrations', async () => {
    const away = `postgresql://zanshang:secret@127.0.0.1:${await freePort()}/zanshang`;
    await expectWrong({ DATABASE_URL: away }, /no PostgreSQL answers/, /that PostgreSQL runs/);
    const absent = withDatabase(postgres.url, 'nowhere');
    await expectWrong({ DATABASE_URL: absent }, /does not exist/, /→/);
    await sql('CREATE DATABASE empty');
    await expectWrong(
      { DATABASE_URL: withDatabase(postgres.url, 'empty') },
      /\d migrations have not been applied/,
      /npm run migrate/,
    );
  });

  it('warns of migrations that a newer version made', async () => {
    await sql(`INSERT INTO migration (timestamp, name) VALUES (1, 'FromTheFuture1')`);
    const { code, warnings } = await run();
    await sql(`DELETE FROM migration WHERE timestamp = 1`);
    expect([code, warnings.join('\n')]).toEqual([0, expect.stringMatching(/this version does not know/)]);
  });

  it('finds a pool that does not fit into the connections of the database', async () => {
    await expectWrong({ DATABASE_POOL_SIZE: '300' }, /each process takes 300/, /lower DATABASE_POOL_SIZE/);
  });

  it('finds a database that loses what it has acknowledged', async () => {
    for (const name of ['synchronous_commit', 'fsync', 'full_page_writes']) {
      await sql(`ALTER SYSTEM SET ${name} = off`);
    }
    await sql('SELECT pg_reload_conf()');
    const { code, wrong } = await run();
    await sql('ALTER SYSTEM RESET ALL');
    await sql('SELECT pg_reload_conf()');
    expect(wrong.map((line) => /\/ (\w+) is off/.exec(line)?.[1]).sort()).toEqual([
      'fsync',
      'full_page_writes',
      'synchronous_commit',
    ]);
    expect(code).toBe(1);
  });
});
