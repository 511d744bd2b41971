import type { ClientBase } from 'pg';
import pg from 'pg';
import { DataSource, type EntityManager } from 'typeorm';
import { uuidv7 } from 'uuidv7';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.js';
import { dataSourceOptions } from '../database/options.js';
import { CHANNEL } from '../live/announce.js';
import { available, debt, system } from './accounts.js';
import type { Movement } from './movement.js';
import { post } from './post.js';
import { InsufficientBalance } from './wallet.errors.js';

describe('posting to the ledger', () => {
  let database: TestDatabase;
  let dataSource: DataSource;

  beforeAll(async () => {
    database = await createTestDatabase();
    dataSource = await new DataSource(dataSourceOptions(database.url, 2)).initialize();
  });
  afterAll(async () => {
    await dataSource.destroy();
    await database.drop();
  });

  function movement(change: Pick<Movement, 'debit' | 'credit'> & Partial<Movement>): Movement {
    return { kind: 'reward', subjectId: uuidv7(), amountFen: 100n, memo: '', ...change };
  }
  const reward = (author: string, change: Partial<Movement> = {}) =>
    movement({ debit: system('alipay_clearing'), credit: available(author), ...change });
  const refund = (author: string, change: Partial<Movement> = {}) =>
    movement({ kind: 'refund', debit: available(author), credit: system('alipay_clearing'), ...change });

  /** Runs the work in a transaction. @returns the names of the statements that it took */
  async function statementsOf(work: (tx: EntityManager) => Promise<void>): Promise<string[]> {
    const names: string[] = [];
    await dataSource.transaction(async (tx) => {
      const client = (await tx.queryRunner?.connect()) as ClientBase;
      const query = jest.spyOn(client, 'query');
      try {
        await work(tx);
        const calls = query.mock.calls as unknown as [{ name: string }][];
        names.push(...calls.map(([{ name }]) => name));
      } finally {
        query.mockRestore();
      }
    });
    return names;
  }
  const posting = (...movements: Movement[]) => statementsOf((tx) => post(tx, movements));

  /** A person's accounts, by kind. */
  async function accountsOf(owner: string) {
    const rows = await database.query(
      `SELECT kind, balance_fen, posting_count, earned_fen, xmin::text AS version FROM account WHERE owner_id = $1`,
      [owner],
    );
    return Object.fromEntries(rows.map(({ kind, ...rest }) => [kind as string, rest]));
  }
  const balances = async (owner: string) =>
    Object.fromEntries(
      Object.entries(await accountsOf(owner)).map(([kind, { balance_fen }]) => [kind, balance_fen as string]),
    );
  const transfersOf = (subjectId: string) =>
    database.query('SELECT * FROM transfer WHERE subject_id = $1 ORDER BY id', [subjectId]);

  it('opens the account of a first tip and no other, and the second tip finds it', async () => {
    const author = uuidv7();
    const [open, lock, write] = ['wallet.open_accounts', 'wallet.lock_accounts', 'wallet.write_transfers'];
    expect(await posting(reward(author))).toEqual([lock, open, lock, write]);
    expect(await balances(author)).toEqual({ available: '100' });
    expect(await posting(reward(author), reward(author))).toEqual([lock, write]);
    expect(await accountsOf(author)).toEqual({
      available: expect.objectContaining({
        balance_fen: '300',
        posting_count: '3',
        earned_fen: '300',
      }) as object,
    });
  });

  it('opens only what is missing', async () => {
    const [author, reader] = [uuidv7(), uuidv7()];
    await posting(reward(reader));
    const tip = movement({ kind: 'balance_reward', debit: available(reader), credit: available(author) });
    expect(await posting(tip)).toContain('wallet.open_accounts');
    expect([await balances(reader), await balances(author)]).toEqual([
      { available: '0' },
      { available: '100' },
    ]);
  });

  it('books as debt what a refund finds missing, and leaves accounts alone that nothing touches', async () => {
    const author = uuidv7();
    await posting(reward(author));
    await posting(refund(author, { amountFen: 150n }));
    expect(await balances(author)).toEqual({ available: '0', debt: '50' });
    await posting(reward(author, { amountFen: 80n }));
    expect(await balances(author)).toEqual({ available: '30', debt: '0' });
    const before = (await accountsOf(author)).debt;
    await posting(reward(author));
    expect((await accountsOf(author)).debt).toEqual(before);
  });

  it('opens a debt for a refund only', async () => {
    const [author, reader] = [uuidv7(), uuidv7()];
    await posting(reward(author), reward(reader));
    await posting(movement({ kind: 'balance_reward', debit: available(reader), credit: available(author) }));
    expect(await balances(reader)).toEqual({ available: '0' });
    await posting(refund(author));
    expect(await balances(author)).toEqual({ available: '100', debt: '0' });
  });

  it('writes each transfer with everything that its movement says', async () => {
    const [author, reader, rewardId] = [uuidv7(), uuidv7(), uuidv7()];
    const details = { rewardId, feeFen: 6n, counterpartyId: reader, hiddenFrom: author, memo: '打赏《一》' };
    const [full, plain] = [reward(author, details), reward(author)];
    await posting(full, plain);
    const [first, second] = [await transfersOf(full.subjectId), await transfersOf(plain.subjectId)];
    expect(first).toEqual([
      expect.objectContaining({
        kind: 'reward',
        reward_id: rewardId,
        amount_fen: '100',
        fee_fen: '6',
        counterparty_id: reader,
        hidden_from: author,
        memo: '打赏《一》',
        debit_owner_id: null,
        debit_posting: null,
        debit_balance_fen: null,
        credit_owner_id: author,
        credit_posting: '1',
        credit_balance_fen: '100',
      }),
    ]);
    expect(second).toEqual([
      expect.objectContaining({
        reward_id: null,
        fee_fen: '0',
        counterparty_id: null,
        hidden_from: null,
        memo: '',
        credit_posting: '2',
        credit_balance_fen: '200',
      }),
    ]);
  });

  it('adds earnings to the day they belong to: today, or the day that the movement names', async () => {
    const author = uuidv7();
    await posting(reward(author), reward(author, { amountFen: 50n, earnedOn: '2026-01-02' }));
    await posting(refund(author, { amountFen: 20n, earnedOn: '2026-01-02' }));
    const days = await database.query(
      `SELECT day = (now() AT TIME ZONE 'Asia/Shanghai')::date AS today, day::text, amount_fen
       FROM daily_earning WHERE owner_id = $1 ORDER BY day`,
      [author],
    );
    expect(days).toEqual([
      { today: false, day: '2026-01-02', amount_fen: '30' },
      { today: true, day: expect.any(String) as string, amount_fen: '100' },
    ]);
  });

  it('says whose wallet has changed, and what else it was told to say, once it is committed', async () => {
    const [author, articleId] = [uuidv7(), uuidv7()];
    const listener = new pg.Client({ connectionString: database.url });
    await listener.connect();
    const heard: string[] = [];
    listener.on('notification', ({ payload = '' }) => heard.push(...payload.split('\n')));
    await listener.query(`LISTEN ${CHANNEL}`);
    await dataSource.transaction(async (tx) => {
      await post(tx, [reward(author)], [{ kind: 'supporters', articleId }]);
      await listener.query('SELECT 1');
      expect(heard).toEqual([]);
    });
    await listener.query('SELECT 1');
    expect(heard).toEqual([`wallet ${author}`, `supporters ${articleId}`]);
    await listener.end();
  });

  it('only announces where nothing moves, and does nothing where there is nothing to say', async () => {
    const articleId = uuidv7();
    expect(await statementsOf((tx) => post(tx, [], [{ kind: 'supporters', articleId }]))).toEqual([
      'live.notify',
    ]);
    expect(await posting()).toEqual([]);
  });

  it('refuses to take more than is there, and nothing of the transaction stays', async () => {
    const [author, reader] = [uuidv7(), uuidv7()];
    const tip = movement({ kind: 'balance_reward', debit: available(reader), credit: available(author) });
    await expect(posting(reward(reader, { amountFen: 99n }), tip)).rejects.toThrow(InsufficientBalance);
    expect([await balances(reader), await balances(author)]).toEqual([{}, {}]);
    const owed = movement({ kind: 'debt_repaid', debit: available(reader), credit: debt(reader) });
    await expect(posting(owed)).rejects.toThrow(InsufficientBalance);
    expect(await transfersOf(tip.subjectId)).toEqual([]);
  });

  it('refuses the same movement a second time', async () => {
    const tip = reward(uuidv7());
    await posting(tip);
    await expect(posting(tip)).rejects.toMatchObject({ code: '23505', constraint: 'transfer_once' });
    expect(await transfersOf(tip.subjectId)).toHaveLength(1);
  });
});
