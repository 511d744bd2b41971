import { DataSource } from 'typeorm';
import { uuidv7 } from 'uuidv7';
import { allChecks } from '../../src/books/all-checks.js';
import { revertLastMigration, runMigrations } from '../../src/database/migrate.js';
import { dataSourceOptions, migrations } from '../../src/database/options.js';
import { runChecks } from '../../src/wallet/ledger-check.js';
import { openMarket, paymentNotice } from '../support/alipay.js';
import { send, SUCCESS } from '../support/books.js';
import { createOldDatabase } from '../support/first-release.js';

describe('the data of the main job’s release', () => {
  let old: Awaited<ReturnType<typeof createOldDatabase>>;
  beforeEach(async () => {
    old = await createOldDatabase();
  });
  afterEach(() => old.drop());

  const later = migrations.length - 1;

  async function up(): Promise<void> {
    expect(await runMigrations(old.url)).toHaveLength(later);
  }

  async function down(): Promise<void> {
    for (let i = 0; i < later; i++) await revertLastMigration(old.url);
    const left = await old.query('SELECT name FROM migration');
    expect(left).toHaveLength(1);
  }

  async function expectBalanced(): Promise<void> {
    const dataSource = new DataSource(dataSourceOptions(old.url, 1));
    await dataSource.initialize();
    try {
      expect((await runChecks(dataSource, allChecks)).differences).toEqual([]);
    } finally {
      await dataSource.destroy();
    }
  }

  /** Everything that the first schema can say, whatever stands beside it now. */
  function everything(): Promise<unknown[]> {
    return old.query(`
      SELECT 'reward' AS kind, id, status || amount_fen || ',' || refunded_fen AS what FROM reward
      UNION ALL SELECT 'transfer', id, kind || amount_fen || ',' || coalesce(debit_balance_fen, credit_balance_fen, 0) FROM transfer
      UNION ALL SELECT 'account', id, kind || balance_fen || ',' || posting_count || ',' || earned_fen FROM account
        WHERE kind NOT IN ('fees', 'payouts')
      UNION ALL SELECT 'refund', id, status || amount_fen || origin FROM refund
      UNION ALL SELECT 'second', id, trade_no || amount_fen FROM second_payment
      ORDER BY 1, 2`);
  }

  it('goes up whole, and the books balance', async () => {
    const before = await everything();
    await up();
    expect(await everything()).toEqual(before);
    await expectBalanced();
    const due = `SELECT next_check_time = expires_time AS at_expiry FROM reward WHERE status = 'pending'`;
    expect(await old.query(due)).toEqual([{ at_expiry: true }]);
  });

  it('goes on living: an order of then is paid and partly given back now', async () => {
    await up();
    const market = await openMarket({}, old);
    try {
      const { outTradeNo } = old.data.pending;
      const notice = paymentNotice({
        outTradeNo,
        bizContent: { total_amount: '1.00', subject: '打赏《旧文章》' },
      });
      expect(await send(market, notice)).toEqual(SUCCESS);
      const refund = {
        refund_fee: '0.40',
        gmt_refund: '2026-11-23 09:00:00.123',
        out_biz_no: 'r2',
        notify_id: 'r2',
      };
      expect(await send(market, { ...notice, ...refund })).toEqual(SUCCESS);
    } finally {
      await market.close();
    }
    const [account] = await old.query(
      `SELECT balance_fen FROM account WHERE owner_id = $1 AND kind = 'available'`,
      [old.data.authorId],
    );
    expect(account).toEqual({ balance_fen: '560' });
    await expectBalanced();
    const before = await everything();
    await down();
    expect(await everything()).toEqual(before);
    await up();
    expect(await everything()).toEqual(before);
    await expectBalanced();
  });

  it('goes down and up again unchanged', async () => {
    const before = await everything();
    await up();
    await down();
    expect(await everything()).toEqual(before);
    await up();
    await expectBalanced();
  });

  it.each([
    [
      'a commission was booked',
      `INSERT INTO transfer (id, kind, subject_id, amount_fen, debit_account_id, credit_account_id)
       SELECT $1, 'fee', $1, 3, '00000000-0000-7000-8000-000000000001', '00000000-0000-7000-8000-000000000003'`,
    ],
    [
      'money was set aside for a withdrawal',
      `INSERT INTO account (id, owner_id, kind) VALUES ($1, '00000000-0000-7000-8000-00000000000a', 'withdrawing')`,
    ],
    [
      'somebody asked for a withdrawal',
      `INSERT INTO withdrawal (id, owner_id, amount_fen, account, name, status) VALUES ($1, $1, 1000, 'a@b.c', '张三', 'requested')`,
    ],
    [
      'a refund is under way',
      `UPDATE reward SET held_fen = 100 WHERE status = 'paid' AND $1::uuid IS NOT NULL`,
    ],
    ['a refund was found in a bill', `UPDATE refund SET origin = 'bill' WHERE $1::uuid IS NOT NULL`],
    ['somebody tipped without a name', `UPDATE reward SET anonymous = true WHERE $1::uuid IS NOT NULL`],
    ['an article is not to be tipped', `UPDATE article SET tips_open = false WHERE $1::uuid IS NOT NULL`],
    [
      'a second payment was given back',
      `INSERT INTO transfer (id, kind, subject_id, amount_fen, debit_account_id, credit_account_id)
       SELECT $1, 'second_payment_refund', $1, 3, '00000000-0000-7000-8000-000000000002', '00000000-0000-7000-8000-000000000001'`,
    ],
  ])('does not go down once %s, and nothing is lost by trying', async (_, sql) => {
    await up();
    await old.query(sql, [uuidv7()]);
    const before = await everything();
    await expect(down()).rejects.toThrow();
    expect(await everything()).toEqual(before);
    const names = (await old.query('SELECT name FROM migration ORDER BY id')).map(
      ({ name }) => name as string,
    );
    expect(names).toContain('LifeOfMoney1795400000000');
    await runMigrations(old.url);
    expect(await everything()).toEqual(before);
  });
});
