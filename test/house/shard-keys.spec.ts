import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { citusSection } from '../support/shards/document.js';
import { uniqueKeysOf } from '../support/shards/keys.js';
import { divideByOwner, type LostKeys } from '../support/shards/partition.js';
import { OWNER_COLUMNS, WHOLE, WITHOUT_OWNER } from '../support/shards/tables.js';

/** The keys that do not name the wallet's owner, and what each becomes where it must. */
const UNIQUE = [
  'account_of_system (kind) -> (owner_id, kind)',
  'account_pkey (id) -> (owner_id, id)',
  'refund_pkey (id) -> (author_id, id)',
  'refund_reward_id_out_request_no_key (reward_id, out_request_no) -> (author_id, reward_id, out_request_no)',
  'reward_out_trade_no (out_trade_no) -> (author_id, out_trade_no)',
  'reward_pkey (id) -> (author_id, id)',
  'transfer_credits (credit_account_id, credit_posting) -> (owner_id, credit_account_id, credit_posting)',
  'transfer_debits (debit_account_id, debit_posting) -> (owner_id, debit_account_id, debit_posting)',
  'transfer_once (kind, subject_id) -> (owner_id, kind, subject_id)',
  'transfer_pkey (id) -> (owner_id, id)',
  'withdrawal_pkey (id) -> (owner_id, id)',
];
/** Of what has no such column yet, and is not divided: all of them. */
const UNDIVIDED = [
  'article_stats_pkey',
  'callback_once',
  'callback_pkey',
  'refund_proposal_pkey',
  'reward_event_pkey',
  'second_payment_pkey',
  'second_payment_reward_id_trade_no_key',
  'withdrawal_event_pkey',
];
const FOREIGN = [
  'refund_proposal_reward_id_fkey (reward_id) -> none',
  'refund_reward_id_fkey (reward_id) -> (author_id, reward_id)',
  'second_payment_reward_id_fkey (reward_id) -> none',
  'withdrawal_event_withdrawal_id_fkey (withdrawal_id) -> none',
];

describe('a database divided by the wallet’s owner', () => {
  let database: TestDatabase;
  let schema: string[];
  let lost: LostKeys;
  beforeAll(async () => {
    database = await createTestDatabase();
    schema = await tablesOf(database);
    lost = await divideByOwner(database);
  });
  afterAll(() => database.drop());

  it('has a place for every table', () => {
    expect([...Object.keys(OWNER_COLUMNS), ...WITHOUT_OWNER, ...WHOLE].sort()).toEqual(schema);
  });

  it('keeps every unique key but these', () => {
    expect([...lost.unique].sort()).toEqual(UNIQUE);
  });

  it('has these where there is no column for the owner yet', async () => {
    const keys = await uniqueKeysOf(database.query, WITHOUT_OWNER);
    expect(keys.map(({ name }) => name).sort()).toEqual(UNDIVIDED);
  });

  it('keeps no foreign key but that from a refund to its reward', () => {
    expect([...lost.foreign].sort()).toEqual(FOREIGN);
  });

  it('has an owner in every row but those of the system’s accounts', async () => {
    const rows = await database.query('SELECT kind FROM account WHERE owner_id IS NULL ORDER BY kind');
    expect(rows.map(({ kind }) => kind as string)).toEqual([
      'alipay_clearing',
      'fees',
      'payouts',
      'suspense',
    ]);
    const nullable = await database.query(
      `SELECT c.relname AS table FROM pg_partitioned_table p JOIN pg_class c ON c.oid = p.partrelid
       JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = p.partattrs[0] WHERE NOT a.attnotnull`,
    );
    expect(nullable).toEqual([{ table: 'account' }]);
  });

  it.each([...UNIQUE, ...UNDIVIDED, ...FOREIGN, ...WITHOUT_OWNER])(
    'is described in docs/scaling.md with %s',
    (key) => {
      expect(citusSection()).toContain(`\`${key.split(' ')[0] ?? ''}\``);
    },
  );
});

async function tablesOf(database: TestDatabase): Promise<string[]> {
  const rows = await database.query(
    `SELECT relname::text AS name FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
     ORDER BY relname COLLATE "C"`,
  );
  return rows.map(({ name }) => name as string);
}
