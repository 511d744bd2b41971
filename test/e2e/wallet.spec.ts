import {
  type Market,
  openMarket,
  openShop,
  order,
  paymentNotice,
  type Person,
  wallet,
} from '../support/alipay.js';
import { register, registerAdmin } from '../support/app.js';
import { checkLedger, send } from '../support/books.js';

describe('a wallet', () => {
  let market: Market;
  let admin: Person;
  beforeAll(async () => {
    market = await openMarket();
    admin = await registerAdmin(market);
  });
  afterAll(() => market.close());

  const pay = async (reader: Person, articleId: string, money: string, changes = {}): Promise<void> => {
    const tip = await order(market, reader, articleId, money);
    const notice = paymentNotice(tip, { trade_no: `t${tip.outTradeNo}` });
    expect((await send(market, notice)).status).toBe(200);
    if (Object.keys(changes).length > 0)
      expect((await send(market, { ...notice, ...changes })).status).toBe(200);
  };

  it('of somebody new is empty', async () => {
    expect(await wallet(market, await register(market))).toEqual({
      balance: '0.00',
      pending: '0.00',
      withdrawing: '0.00',
      debt: '0.00',
      earned_total: '0.00',
      withdrawn_total: '0.00',
    });
  });

  it('needs somebody logged in', async () => {
    expect((await market.request.get('/wallet')).status).toBe(401);
    expect((await market.request.get('/wallet/transactions')).status).toBe(401);
  });

  it('lists what came in and went out, newest first, with the balance after it, in pages', async () => {
    const { author, reader, article } = await openShop(market);
    const other = await openShop(market);
    await pay(reader, article.id, '10.00');
    await market.request
      .post('/payments/alipay')
      .set(author.auth)
      .send({ money: '4.00', article_id: other.article.id, type: 2 })
      .expect(201);
    await pay(reader, article.id, '3.00', { refund_fee: '1.00', out_biz_no: 'r1' });

    const items: Record<string, any>[] = [];
    let cursor: string | undefined;
    do {
      const { body } = await market.request
        .get('/wallet/transactions')
        .query({ limit: 3, cursor })
        .set(author.auth);
      items.push(...(body.items as Record<string, any>[]));
      cursor = body.next_cursor ?? undefined;
    } while (cursor !== undefined);
    expect(items).toMatchObject([
      { kind: 'refund', amount: '-1.00', balance_after: '8.00', counterparty: { id: reader.user.id } },
      { kind: 'reward', amount: '3.00', balance_after: '9.00', counterparty: { id: reader.user.id } },
      {
        kind: 'balance_reward',
        amount: '-4.00',
        balance_after: '6.00',
        counterparty: { id: other.author.user.id },
      },
      { kind: 'reward', amount: '10.00', balance_after: '10.00', counterparty: { id: reader.user.id } },
    ]);
    expect(
      items.every(({ reward_id, memo }) => typeof reward_id === 'string' && memo === '打赏《一篇好文章》'),
    ).toBe(true);
    expect(new Set(items.map(({ id }) => id as string)).size).toBe(4);
    const theirs = await market.request.get('/wallet/transactions').set(other.author.auth);
    expect(theirs.body.items).toMatchObject([
      { kind: 'balance_reward', amount: '4.00', balance_after: '4.00', counterparty: { id: author.user.id } },
    ]);
  });

  it.each(['limit=0', 'cursor=x', 'cursor=WyIwIl0', 'cursor=WyI5OTk5OTk5OTk5OTk5OTk5OTk5OTkiXQ'])(
    'refuses the query %s',
    async (query) => {
      const { status } = await market.request.get(`/wallet/transactions?${query}`).set(admin.auth);
      expect(status).toBe(400);
    },
  );

  it('counts young money as pending, old money not, and never more than the balance', async () => {
    const { author, reader, article } = await openShop(market);
    await pay(reader, article.id, '5.00');
    await market.database.query(`UPDATE daily_earning SET day = day - 30 WHERE owner_id = $1`, [
      author.user.id,
    ]);
    await pay(reader, article.id, '2.00');
    expect(await wallet(market, author)).toMatchObject({
      balance: '7.00',
      pending: '2.00',
      earned_total: '7.00',
    });
    const { article: elsewhere } = await openShop(market);
    const spend = { money: '6.00', article_id: elsewhere.id, type: 2 };
    await market.request.post('/payments/alipay').set(author.auth).send(spend).expect(201);
    expect(await wallet(market, author)).toMatchObject({
      balance: '1.00',
      pending: '1.00',
      earned_total: '7.00',
    });
  });

  describe('in the ledger', () => {
    let author: Person;
    let rewardId: string;
    beforeAll(async () => {
      const shop = await openShop(market);
      ({ author } = shop);
      await pay(shop.reader, shop.article.id, '5.00');
      await pay(shop.reader, shop.article.id, '7.00');
      const [row] = await market.database.query(
        'SELECT id FROM reward WHERE author_id = $1 ORDER BY id LIMIT 1',
        [author.user.id],
      );
      rewardId = row!.id as string;
    });

    it('balances', async () => {
      const result = await checkLedger(market, admin);
      expect(result).toMatchObject({ balanced: true, differences: [] });
      const [counts] = await market.database.query(
        'SELECT (SELECT count(*) FROM account)::int AS accounts, (SELECT count(*) FROM transfer)::int AS transfers',
      );
      expect(result).toMatchObject(counts!);
    });

    it.each([
      'UPDATE transfer SET amount_fen = 1',
      'DELETE FROM transfer',
      'TRUNCATE transfer',
      `UPDATE reward_event SET kind = 'paid'`,
      'DELETE FROM reward_event',
    ])('refuses "%s"', async (sql) => {
      await expect(market.database.query(sql)).rejects.toThrow('append-only');
    });

    it('refuses the same movement twice, a negative balance and an amount of zero', async () => {
      const copy = `INSERT INTO transfer SELECT * FROM (SELECT gen_random_uuid(), kind, subject_id, reward_id, amount_fen,
        debit_account_id, debit_owner_id, debit_posting, debit_balance_fen, credit_account_id, credit_owner_id,
        credit_posting + 100, credit_balance_fen, counterparty_id, memo, created_time FROM transfer LIMIT 1) AS t`;
      await expect(market.database.query(copy)).rejects.toThrow('transfer_once');
      await expect(market.database.query('UPDATE account SET balance_fen = -1')).rejects.toThrow('check');
    });

    it.each<[string, string, string, string]>([
      [
        'a changed balance',
        `UPDATE account SET balance_fen = balance_fen + 1 WHERE owner_id = $1 AND kind = 'available'`,
        `UPDATE account SET balance_fen = balance_fen - 1 WHERE owner_id = $1 AND kind = 'available'`,
        'account_balance',
      ],
      [
        'a changed amount',
        'UPDATE transfer SET amount_fen = amount_fen + 1 WHERE credit_owner_id = $1 AND credit_posting = 1',
        'UPDATE transfer SET amount_fen = amount_fen - 1 WHERE credit_owner_id = $1 AND credit_posting = 1',
        'running_balance',
      ],
      [
        'a deleted transfer',
        'WITH gone AS (DELETE FROM transfer WHERE credit_owner_id = $1 AND credit_posting = 1 RETURNING *) INSERT INTO away SELECT * FROM gone',
        'WITH back AS (DELETE FROM away WHERE credit_owner_id = $1 RETURNING *) INSERT INTO transfer SELECT * FROM back',
        'posting_count',
      ],
      [
        'earnings out of nothing',
        `UPDATE account SET earned_fen = earned_fen + 1 WHERE owner_id = $1 AND kind = 'available'`,
        `UPDATE account SET earned_fen = earned_fen - 1 WHERE owner_id = $1 AND kind = 'available'`,
        'earned',
      ],
      [
        'a wrong counter of an article',
        'UPDATE article_stats SET reward_count = reward_count + 1 WHERE article_id IN (SELECT article_id FROM reward WHERE author_id = $1)',
        'UPDATE article_stats SET reward_count = reward_count - 1 WHERE article_id IN (SELECT article_id FROM reward WHERE author_id = $1)',
        'reward_count',
      ],
    ])('finds %s and names it', async (_, tamper, mend, name) => {
      const { query } = market.database;
      await query('CREATE TABLE IF NOT EXISTS away (LIKE transfer)');
      await query('ALTER TABLE transfer DISABLE TRIGGER transfer_append_only');
      await query(tamper, [author.user.id]);
      const { balanced, differences } = await checkLedger(market, admin);
      await query(mend, [author.user.id]);
      await query('ALTER TABLE transfer ENABLE TRIGGER transfer_append_only');
      expect(balanced).toBe(false);
      expect(differences.map(({ check }) => check)).toContain(name);
      expect((await checkLedger(market, admin)).balanced).toBe(true);
    });

    it('finds a reward that is paid without money, and money that came without a reward', async () => {
      const { query } = market.database;
      await query(`UPDATE reward SET status = 'pending', paid_time = NULL WHERE id = $1`, [rewardId]);
      const { differences } = await checkLedger(market, admin);
      await query(`UPDATE reward SET status = 'paid', paid_time = now() WHERE id = $1`, [rewardId]);
      expect(differences.map(({ check }) => check)).toEqual(
        expect.arrayContaining(['reward_transfers', 'clearing', 'reward_count']),
      );
      expect(differences).toContainEqual({
        check: 'reward_transfers',
        subject: rewardId,
        expected: '0',
        actual: '500',
      });
    });

    it('stays balanced in every look taken while tips go on', async () => {
      const { reader, article } = await openShop(market);
      const paying = Promise.all(Array.from({ length: 30 }, () => pay(reader, article.id, '1.00')));
      for (let i = 0; i < 10; i++) expect((await checkLedger(market, admin)).differences).toEqual([]);
      await paying;
      expect((await checkLedger(market, admin)).balanced).toBe(true);
    });
  });
});
