import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import {
  type Market,
  type Person,
  openMarket,
  openShop,
  order,
  payAtCashier,
  until,
  wallet,
} from '../support/alipay.js';
import { registerAdmin, testKeys } from '../support/app.js';
import { beijingDay, billOf, plant } from '../support/bills.js';
import { Sealing } from '../../src/wallet/seals/sealing.js';
import { rewardOf } from '../support/books.js';
import { spawnNode } from '../support/processes.js';

const script = resolve(__dirname, '../../scripts/run-built.mjs');

describe('npm run reconcile and npm run books', () => {
  let market: Market;
  let admin: Person;
  let directory: string;
  let env: NodeJS.ProcessEnv;
  const today = beijingDay();

  beforeAll(async () => {
    market = await openMarket();
    admin = await registerAdmin(market);
    directory = await mkdtemp(join(tmpdir(), 'zanshang-reconcile-'));
    const { alipay } = market.config;
    const [ownKey, alipayKey] = [join(directory, 'own.pem'), join(directory, 'alipay.pem')];
    await writeFile(ownKey, testKeys.app.privateKey.export({ type: 'pkcs8', format: 'pem' }), {
      mode: 0o600,
    });
    await writeFile(alipayKey, alipay.alipayPublicKey.export({ type: 'spki', format: 'pem' }));
    env = {
      DATABASE_URL: market.database.url,
      JWT_SECRET: 'x'.repeat(32),
      ALIPAY_GATEWAY: alipay.gateway,
      ALIPAY_APP_ID: alipay.appId,
      ALIPAY_SELLER_ID: alipay.sellerId,
      ALIPAY_APP_PRIVATE_KEY_PATH: ownKey,
      ALIPAY_PUBLIC_KEY_PATH: alipayKey,
    };
  });
  afterEach(() => plant(market, today, []));
  afterAll(async () => {
    await market.close();
    await rm(directory, { recursive: true });
  });

  async function run(program: string, args: string[] = [], changes: NodeJS.ProcessEnv = {}) {
    const child = spawnNode([script, `src/${program}.js`, ...args], {
      cwd: directory,
      env: { ...env, ...changes },
    });
    const { code } = await child.ended;
    return { code, output: child.output };
  }

  it('settles what was missed, prints the bill, and ends with 0 where nothing differs', async () => {
    market.simulator.faults.set({ notifications: { never: true } });
    const { author, reader, article } = await openShop(market);
    const tip = await order(market, reader, article.id, '5.00');
    await payAtCashier(market, tip);
    const { code, output } = await run('reconcile', [today]);
    market.simulator.faults.reset();
    expect(output).toMatch(/5\.00/);
    expect(code).toBe(0);
    expect(await wallet(market, author)).toMatchObject({ balance: '5.00' });
    expect(await run('books')).toMatchObject({ code: 0 });
  });

  it('prints what differs, from a file as well, and ends with 1; so does the recount', async () => {
    const { reader, article } = await openShop(market);
    const tip = await order(market, reader, article.id, '5.00');
    await payAtCashier(market, tip);
    await until(async () => (await rewardOf(market, admin, tip.rewardId)).status === 'paid');
    const file = join(directory, 'bill.zip');
    await writeFile(file, billOf(today, [{ outTradeNo: 'order_of_nobody', amount: '4.00' }]));
    const { code, output } = await run('reconcile', [today, '--file', file]);
    expect(code).toBe(1);
    expect(output).toMatch(/missing here payment order_of_nobody/);
    expect(output).toMatch(new RegExp(`missing there payment ${tip.outTradeNo}`));
    const books = await run('books');
    expect(books.code).toBe(1);
    expect(books.output).toMatch(/bill_received/);
    expect(await run('reconcile', [today])).toMatchObject({ code: 0 });
    expect(await run('books')).toMatchObject({ code: 0 });
  });

  it('ends with 1 where there is no bill, or a file is none', async () => {
    const file = join(directory, 'not-a-bill.zip');
    await writeFile(file, 'something else');
    const unreadable = await run('reconcile', ['2026-01-02', '--file', file]);
    expect(unreadable.code).toBe(1);
    expect(unreadable.output).toMatch(/not_a_zip/);
    const missing = await run('reconcile', [today, '--file', join(directory, 'nowhere.zip')]);
    expect(missing.code).toBe(1);
    expect(missing.output).toMatch(/cannot be read/);
  });

  it('finds a transfer that was changed behind its back, and a seal that is not there', async () => {
    const { reader, article } = await openShop(market);
    const tip = await order(market, reader, article.id, '5.00');
    await payAtCashier(market, tip);
    await until(async () => (await rewardOf(market, admin, tip.rewardId)).status === 'paid');
    const sealing = market.app.get(Sealing, { strict: false });
    for (let turn = 0; turn < 2; turn++) {
      await market.database.query('UPDATE ledger_sealing SET claimed_until = now()');
      await sealing.run(-1);
    }
    // Sealed with the test's own key, which the command was not told.
    const stranger = await run('books');
    expect(stranger).toMatchObject({ code: 1, output: expect.stringMatching(/unknown key/) });
    const withoutKey = { JWT_SECRET: undefined };
    const { code, output } = await run('books', [], withoutKey);
    expect([code, output]).toEqual([0, expect.stringMatching(/macs of the seals are not verified/)]);
    const seal = /newest seal: (\d+:[0-9a-f]{64})/.exec(output)?.[1] ?? '';
    expect(await run('books', ['--seal', seal], withoutKey)).toMatchObject({ code: 0 });
    const other = await run('books', ['--seal', `1:${'0'.repeat(64)}`], withoutKey);
    expect(other).toMatchObject({ code: 1, output: expect.stringMatching(/seals 1: .*gone/) });
    expect(await run('books', ['--seal', 'nonsense'])).toMatchObject({ code: 1 });
    const change = (sign: string) =>
      market.database.query(
        `ALTER TABLE transfer DISABLE TRIGGER USER;
         UPDATE transfer SET created_time = created_time ${sign} interval '1 second' WHERE reward_id = '${tip.rewardId}';
         ALTER TABLE transfer ENABLE TRIGGER USER`,
      );
    await change('+');
    const changed = await run('books', [], withoutKey);
    await change('-');
    expect(changed).toMatchObject({ code: 1, output: expect.stringMatching(/sealed_transfers .* changed/) });
  });

  it('take their secrets from files, as does npm run migrate, and insist on those they were told of', async () => {
    await writeFile(join(directory, 'database-url'), `${market.database.url}\n`, { mode: 0o600 });
    const inFile = { DATABASE_URL: undefined, DATABASE_URL_FILE: 'database-url' };
    expect(await run('reconcile', [today], inFile)).toMatchObject({ code: 0 });
    expect(await run('migrate', [], { ...inFile, JWT_SECRET_FILE: 'nowhere' })).toMatchObject({ code: 0 });
    // Otherwise it would hold the seals against another key than it was meant to.
    const { code, output } = await run('books', [], { ...inFile, LEDGER_SEAL_KEY_FILE: 'nowhere' });
    expect([code, output]).toEqual([1, expect.stringMatching(/LEDGER_SEAL_KEY_FILE\n.*does not exist/)]);
    const missing = await run('migrate', [], { ...inFile, DATABASE_URL_FILE: 'nowhere' });
    expect(missing.output).toMatch(/DATABASE_URL_FILE\n.*does not exist/);
    expect(missing.output).not.toMatch(/is not set/);
  });

  it('explains what it wants, and what is missing, without a stack', async () => {
    for (const args of [[], ['2026-02-30'], [beijingDay(1)], [today, today], [today, '--fil', 'x']]) {
      const { code, output } = await run('reconcile', args);
      expect([args, code]).toEqual([args, 1]);
      expect(output).toMatch(/npm run reconcile -- 2026-11-21/);
      expect(output).not.toMatch(/ at /);
    }
    const { code, output } = await run('books', [], { DATABASE_URL: undefined });
    expect(code).toBe(1);
    expect(output).toMatch(/DATABASE_URL/);
    expect(output).not.toMatch(/ at /);
  });
});
