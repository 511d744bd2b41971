import { createSecretKey, randomBytes } from 'node:crypto';
import { DataSource } from 'typeorm';
import { uuidv7 } from 'uuidv7';
import { Recounting } from '../../src/books/recounting.js';
import { keyIdOf } from '../../src/wallet/seals/seal.js';
import { formatSeal } from '../../src/wallet/seals/seal-memory.js';
import { Sealing } from '../../src/wallet/seals/sealing.js';
import {
  type Market,
  type Person,
  openBranch,
  openMarket,
  openShop,
  order,
  paymentNotice,
  until,
} from '../support/alipay.js';
import { createTestApp, registerAdmin, type TestApp } from '../support/app.js';
import { checkLedger, send } from '../support/books.js';

describe('the seals over the transfers', () => {
  let market: Market;
  let admin: Person;
  beforeEach(async () => {
    market = await openMarket();
    admin = await registerAdmin(market);
  });
  afterEach(() => market.close());

  /** As a superuser who knows of the triggers. */
  async function tamper(table: string, sql: string, params: unknown[] = []): Promise<void> {
    await market.database.query(`ALTER TABLE ${table} DISABLE TRIGGER USER`);
    await market.database.query(sql, params);
    await market.database.query(`ALTER TABLE ${table} ENABLE TRIGGER USER`);
  }

  async function pay(times: number): Promise<void> {
    const { reader, article } = await openShop(market);
    for (let i = 0; i < times; i++) {
      const tip = await order(market, reader, article.id);
      await send(market, paymentNotice(tip, { trade_no: `t${tip.outTradeNo}` }));
    }
  }

  /**
   * Other spec files' databases are on the same server, and transaction numbers are the server's: theirs are waited for.
   * Where this test itself has one open, that is what it is about.
   */
  async function nothingOlderRuns(): Promise<boolean> {
    const [row] = await market.database.query(
      `SELECT candidate_xid <= pg_snapshot_xmin(pg_current_snapshot())
         OR candidate_xid >= pg_snapshot_xmax(pg_current_snapshot())
         OR EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database()
           AND backend_type = 'client backend' AND backend_xid IS NOT NULL)
         AS ready FROM ledger_sealing`,
    );
    return row?.ready !== false;
  }

  /** Two turns: the first only takes note of where nothing can appear any more. */
  async function seal(app: Pick<TestApp, 'app'> = market): Promise<number> {
    return (await sealOnce(app)) + (await sealOnce(app));
  }

  async function sealOnce(app: Pick<TestApp, 'app'> = market): Promise<number> {
    // Ids of this very millisecond are not sealed.
    await new Promise((done) => setTimeout(done, 5));
    await until(nothingOlderRuns, 60_000);
    await market.database.query('UPDATE ledger_sealing SET claimed_until = now()');
    return (await app.app.get(Sealing, { strict: false }).run(0)) ?? 0;
  }

  const transferIds = async () =>
    (await market.database.query('SELECT id FROM transfer ORDER BY id')).map(({ id }) => id as string);

  async function found(check = 'sealed_transfers') {
    const { differences } = await checkLedger(market, admin);
    return (differences as unknown as { check: string; subject: string; actual: string }[])
      .filter((difference) => difference.check === check)
      .map(({ subject, actual }) => `${subject} ${actual}`);
  }

  it('cover what is settled, in a chain, and an honest ledger passes', async () => {
    await pay(3);
    expect(await seal()).toBe(3);
    await pay(2);
    expect(await seal()).toBe(2);
    expect(await seal()).toBe(0);
    const seals = await market.database.query(
      'SELECT number, length(entries) / 32 AS count FROM ledger_seal',
    );
    expect(seals).toEqual([
      { number: '1', count: 3 },
      { number: '2', count: 2 },
    ]);
    expect(await checkLedger(market, admin)).toMatchObject({
      balanced: true,
      differences: [],
      seal: expect.stringMatching(/^2:[0-9a-f]{64}$/),
    });
  });

  it('wait until clocks that are behind cannot bring anything older', async () => {
    await pay(1);
    const sealing = market.app.get(Sealing, { strict: false });
    for (let turn = 0; turn < 3; turn++) {
      await market.database.query('UPDATE ledger_sealing SET claimed_until = now()');
      expect(await sealing.run()).toBe(0);
    }
  });

  it.each([
    ['an amount', 'amount_fen = amount_fen + 1'],
    ['a balance', 'credit_balance_fen = credit_balance_fen + 1'],
    ['an owner', `credit_owner_id = '00000000-0000-7000-8000-00000000000a'`],
    ['a memo', `memo = 'something else'`],
    ['a time', `created_time = created_time - interval '1 microsecond'`],
    ['a subject', 'subject_id = reward_id, reward_id = NULL'],
    ['a commission', 'fee_fen = fee_fen + 1'],
  ])('find %s that was changed, and name the transfer', async (_, change) => {
    await pay(3);
    await seal();
    const ids = await transferIds();
    await tamper('transfer', `UPDATE transfer SET ${change} WHERE id = $1`, [ids[1]]);
    expect(await found()).toEqual([`${ids[1]} changed`]);
  });

  it('find a transfer that was removed, also the first and the last', async () => {
    await pay(3);
    await seal();
    const ids = await transferIds();
    await tamper('transfer', 'DELETE FROM transfer WHERE id IN ($1, $2)', [ids[0], ids[2]]);
    expect((await found()).sort()).toEqual([`${ids[0]} removed`, `${ids[2]} removed`].sort());
  });

  it('find a transfer that was slipped in among older ones', async () => {
    await pay(2);
    const forged = uuidv7();
    await pay(1);
    await seal();
    await tamper(
      'transfer',
      `INSERT INTO transfer (id, kind, subject_id, amount_fen, debit_account_id, credit_account_id)
       VALUES ($1, 'fee', $1, 3, '00000000-0000-7000-8000-000000000001', '00000000-0000-7000-8000-000000000003')`,
      [forged],
    );
    expect(await found()).toEqual([`${forged} inserted`]);
  });

  it('find a seal that was fitted to a changed transfer by somebody without the key', async () => {
    await pay(2);
    await seal();
    const [id] = await transferIds();
    await tamper('transfer', 'UPDATE transfer SET amount_fen = 1 WHERE id = $1', [id]);
    const other = await createTestApp(
      { ledger: { sealKeys: [createSecretKey(randomBytes(32))] } },
      market.database,
    );
    await tamper('ledger_seal', 'DELETE FROM ledger_seal');
    await seal(other);
    await other.close();
    expect(await found()).toEqual([]);
    expect(await found('seals')).toEqual(['1 sealed with an unknown key']);
    await tamper('ledger_seal', `UPDATE ledger_seal SET key_id = $1`, [
      keyIdOf(market.config.ledger.sealKeys[0]!),
    ]);
    expect(await found('seals')).toEqual(['1 another']);
  });

  it('find a seal whose contents, time or place were changed', async () => {
    await pay(1);
    await seal();
    await pay(1);
    await seal();
    await tamper(
      'ledger_seal',
      `UPDATE ledger_seal SET sealed_time = sealed_time - interval '1 day' WHERE number = 1`,
    );
    expect(await found('seals')).toEqual(['1 another']);
    await tamper('ledger_seal', 'DELETE FROM ledger_seal WHERE number = 1');
    expect(await found('seals')).toContain('1 gone');
  });

  it('refuse to be made anew once they were cut off, as long as somebody remembers them', async () => {
    await pay(2);
    await seal();
    const { seal: head } = await market.app.get(Recounting, { strict: false }).run();
    const [id] = await transferIds();
    await tamper('transfer', 'UPDATE transfer SET amount_fen = 1 WHERE id = $1', [id]);
    await tamper('ledger_seal', 'DELETE FROM ledger_seal');
    await expect(seal()).rejects.toThrow(/seal 1 of the ledger is gone/);
    // An instance that was not there before knows nothing of it, but this one does.
    const newcomer = await openBranch(market);
    await seal(newcomer);
    await newcomer.close();
    expect(await found('seals')).toEqual(['1 gone']);
    expect(formatSeal(head!)).toMatch(/^1:/);
  });

  it('are refused by the database to be changed, removed or emptied', async () => {
    await pay(1);
    await seal();
    for (const sql of [
      'UPDATE ledger_seal SET number = 2',
      'DELETE FROM ledger_seal',
      'TRUNCATE ledger_seal',
    ])
      await expect(market.database.query(sql)).rejects.toThrow(/append-only/);
  });

  it('do not cover a transfer of a transaction that is still open, nor anything after it', async () => {
    await pay(1);
    const runner = market.app.get(DataSource).createQueryRunner();
    await runner.startTransaction();
    const late = uuidv7();
    await runner.query(
      `INSERT INTO transfer (id, kind, subject_id, amount_fen, debit_account_id, credit_account_id)
       VALUES ($1, 'second_payment', $1, 3, '00000000-0000-7000-8000-000000000001', '00000000-0000-7000-8000-000000000002')`,
      [late],
    );
    expect(await seal()).toBeLessThanOrEqual(1);
    await pay(1);
    expect(await seal()).toBeLessThanOrEqual(1);
    await runner.commitTransaction();
    await runner.release();
    await seal();
    await seal();
    expect(await found()).toEqual([]);
    const [{ count }] = (await market.database.query(
      'SELECT sum(length(entries) / 32)::int AS count FROM ledger_seal',
    )) as [{ count: number }];
    expect(count).toBe(3);
  });

  it('go on after a restore into another server, whose transaction numbers are lower', async () => {
    await pay(1);
    await seal();
    await market.database.query(
      `UPDATE ledger_sealing SET candidate_id = '00000000-0000-7000-8000-000000000000', candidate_xid = '9000000000000'`,
    );
    await pay(1);
    await seal();
    await seal();
    expect(await found()).toEqual([]);
    expect(await market.database.query('SELECT count(*)::int AS count FROM ledger_seal')).toEqual([
      { count: 2 },
    ]);
  });

  it('catch up with thousands of older transfers, a bounded number a turn', async () => {
    await market.database.query(
      `INSERT INTO transfer (id, kind, subject_id, amount_fen, debit_account_id, credit_account_id)
       SELECT ('01900000-0000-7000-8000-' || lpad(to_hex(i), 12, '0'))::uuid, 'second_payment', gen_random_uuid(), 1,
         '00000000-0000-7000-8000-000000000001', '00000000-0000-7000-8000-000000000002'
       FROM generate_series(1, 25000) AS i`,
    );
    const turns: number[] = [];
    await until(async () => turns.push(await sealOnce()) > 0 && turns.includes(5_000), 60_000);
    expect(turns.filter((sealed) => sealed > 0)).toEqual([20_000, 5_000]);
    const middle = '01900000-0000-7000-8000-000000003039';
    await tamper('transfer', 'UPDATE transfer SET amount_fen = 2 WHERE id = $1', [middle]);
    expect(await found()).toEqual([`${middle} changed`]);
  });
});

describe('seals made by two instances, while both are paid through', () => {
  let market: Market;
  let branch: TestApp;
  beforeAll(async () => {
    market = await openMarket();
    branch = await openBranch(market);
  });
  afterAll(async () => {
    await branch.close();
    await market.close();
  });

  it('find nothing in honest work, cover all of it, and overlap nowhere', async () => {
    const admin = await registerAdmin(market);
    const shops = await Promise.all(Array.from({ length: 4 }, () => openShop(market)));
    let working = true;
    const seal = async (app: TestApp) => {
      while (working) {
        await market.database.query('UPDATE ledger_sealing SET claimed_until = now()');
        await app.app.get(Sealing, { strict: false }).run(0);
        expect((await app.app.get(Recounting, { strict: false }).run()).differences).toEqual([]);
      }
    };
    const sealers = [seal(market), seal(branch)];
    for (let round = 0; round < 10; round++) {
      await Promise.all(
        shops.flatMap(({ reader, article }) =>
          [market, branch].map(async (app) => {
            const tip = await order(app, reader, article.id);
            await send({ ...market, url: app.url }, paymentNotice(tip, { trade_no: `t${tip.outTradeNo}` }));
          }),
        ),
      );
    }
    working = false;
    await Promise.all(sealers);
    const covered = async () => {
      const [sum] = await market.database.query(
        'SELECT sum(length(entries) / 32)::int AS count FROM ledger_seal',
      );
      return sum?.count as number;
    };
    // What older transactions, in any database of the server, still hold up comes with a later turn.
    await until(async () => {
      await market.database.query('UPDATE ledger_sealing SET claimed_until = now()');
      await market.app.get(Sealing, { strict: false }).run(0);
      return (await covered()) >= 80;
    }, 60_000);
    expect(await checkLedger(market, admin)).toMatchObject({ balanced: true, transfers: 80 });
    expect(await covered()).toBe(80);
  });
});
