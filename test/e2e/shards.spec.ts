import {
  type Market,
  notify,
  openBranch,
  openMarket,
  openShop,
  order,
  payAtCashier,
  paymentNotice,
  type Person,
  publish,
  until,
  wallet,
} from '../support/alipay.js';
import { registerAdmin } from '../support/app.js';
import { expectBalanced, outcomesOf, REFUSED, rewardOf, send, storyOf, SUCCESS } from '../support/books.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { decide, withdraw } from '../support/payouts.js';
import { citusSection } from '../support/shards/document.js';
import { divideByOwner, SHARDS } from '../support/shards/partition.js';
import { OrderSweep } from '../../src/payments/sweeps/order-sweep.js';
import { RefundSweep } from '../../src/payments/sweeps/refund-sweep.js';
import { sentDuring, shardsOf } from '../support/shards/plans.js';

/** Of an order, its payment, a refund, the wallet and a withdrawal: what reads or changes rows of a divided table. */
const IN_ONE_SHARD = [
  'refunds.done refund',
  'refunds.hold reward',
  'refunds.lock_refund refund',
  'refunds.mark_reward reward',
  'wallet.history account',
  'wallet.lock_accounts account',
  'wallet.lock_holdings account',
  'wallet.summary account',
  'wallet.summary daily_earning',
  'wallet.write_transfers account',
  'wallet.young daily_earning',
];
const IN_ALL_SHARDS = [
  'payments.lock_authors_accounts account',
  'payments.lock_authors_accounts reward',
  'payments.lock_rewards reward',
  'payments.mark_paid reward',
  'payments.reward_by_out_trade_no reward',
  'refunds.lock_reward reward',
  'refunds.of_reward refund',
  'refunds.outcome refund',
  'refunds.pending_of_reward refund',
  'refunds.pending_of_reward reward',
  'sweeps.claim_pending reward',
  'sweeps.claim_refunds refund',
  'sweeps.claim_refunds reward',
  'wallet.history owned_transfer',
];

describe('the server on a database divided by the wallet’s owner', () => {
  let database: TestDatabase;
  let market: Market;
  let admin: Person;
  beforeAll(async () => {
    database = await createTestDatabase();
    await divideByOwner(database);
    market = await openMarket({ fees: { rate: 500n }, withdrawals: { holdDays: 0 } }, database);
    admin = await registerAdmin(market);
  });
  afterEach(() => expectBalanced(market, admin));
  afterAll(async () => {
    await market.close();
    await database.drop();
  });

  const get = async (person: Person, path: string) =>
    (await market.request.get(path).set(person.auth)).body.items as Record<string, unknown>[];

  const refund = (rewardId: string, money?: string) =>
    market.request
      .post(`/admin/rewards/${rewardId}/refunds`)
      .set(admin.auth)
      .send({ money, reason: '误操作' });

  const shards = (table: string) =>
    database.query(`SELECT DISTINCT tableoid::regclass::text AS shard FROM ${table}`);

  /** A new author with one paid tip. */
  async function tipped(money: string) {
    const shop = await openShop(market);
    const tip = await order(market, shop.reader, shop.article.id, money);
    expect(await send(market, paymentNotice(tip, { trade_no: `t${tip.outTradeNo}` }))).toEqual(SUCCESS);
    return { ...shop, tip };
  }

  it('settles a payment once, however often and through whichever instance it is told', async () => {
    const branch = await openBranch(market);
    const shops = await Promise.all(Array.from({ length: 12 }, () => openShop(market)));
    const tips = await Promise.all(
      shops.map(({ reader, article }) => order(market, reader, article.id, '1.00')),
    );
    const bodies = tips.map((tip) => market.sign(paymentNotice(tip, { trade_no: `t${tip.outTradeNo}` })));
    const answers = await Promise.all(
      bodies.flatMap((body) => [notify(market, body), notify(branch, body), notify(market, body)]),
    );
    expect(answers).toEqual(answers.map(() => SUCCESS));
    const wallets = await Promise.all(shops.map(({ author }) => wallet(market, author)));
    expect(wallets.map(({ balance }) => balance)).toEqual(shops.map(() => '0.95'));
    for (const table of ['reward', 'account', 'daily_earning', 'owned_transfer'])
      expect((await shards(table)).length).toBeGreaterThan(1);
    await branch.close();
  });

  it('refuses another amount, and books a second payment apart', async () => {
    const { author, tip } = await tipped('2.00');
    const { reader, article } = await openShop(market);
    const other = await order(market, reader, article.id, '2.00');
    expect(await send(market, paymentNotice(other, { total_amount: '0.01' }))).toEqual(REFUSED);
    const twice = paymentNotice(tip, { trade_no: `u${tip.outTradeNo}` });
    for (let i = 0; i < 2; i++) expect(await send(market, twice)).toEqual(SUCCESS);
    expect(await outcomesOf(market, admin, tip.outTradeNo)).toEqual(['settled', 'second_payment']);
    expect(await wallet(market, author)).toMatchObject({ balance: '1.90' });
  });

  it('shows wallet, history and lists', async () => {
    const { author, reader, tip } = await tipped('3.00');
    expect(await get(author, '/wallet/transactions')).toMatchObject([
      { kind: 'reward', amount: '2.85', balance_after: '2.85', reward_id: tip.rewardId },
    ]);
    expect(await get(author, '/rewards?role=received')).toMatchObject([{ id: tip.rewardId, status: 'paid' }]);
    expect(await get(reader, '/rewards?role=sent')).toMatchObject([{ id: tip.rewardId, money: '3.00' }]);
    expect(await storyOf(market, admin, tip.rewardId)).toEqual(['created', 'paid']);
  });

  it('gives back a part and the rest, and refuses more', async () => {
    const { author, reader, article } = await openShop(market);
    const tip = await order(market, reader, article.id, '4.00');
    await payAtCashier(market, tip);
    await until(async () => (await rewardOf(market, reader, tip.rewardId)).status === 'paid');
    expect((await refund(tip.rewardId, '1.00')).body.status).toBe('done');
    expect((await refund(tip.rewardId, '3.01')).status).toBe(409);
    expect((await refund(tip.rewardId)).body.status).toBe('done');
    expect(await rewardOf(market, reader, tip.rewardId)).toMatchObject({ status: 'refunded' });
    expect(await wallet(market, author)).toMatchObject({ balance: '0.00' });
  });

  it('pays a withdrawal, and refuses more than there is', async () => {
    const { author } = await tipped('40.00');
    expect((await withdraw(market, author, '38.01')).status).toBe(409);
    const { body } = await withdraw(market, author, '30.00');
    const approved = await decide(market, admin, body as { id: string; revision: number }, 'approve');
    const paid = await decide(market, admin, approved.body, 'pay-by-hand', { proof: 'bank-1' });
    expect(paid.body).toMatchObject({ status: 'paid' });
    expect(await wallet(market, author)).toMatchObject({ balance: '8.00', withdrawn_total: '30.00' });
  });

  it('moves a tip from balance between two owners, and back', async () => {
    const { author: giver } = await tipped('10.00');
    const { author: taker, reader } = await openShop(market);
    const article = await publish(market, taker);
    const pay = (person: Person) =>
      market.request
        .post('/payments/alipay')
        .set(person.auth)
        .send({ money: '4.00', article_id: article.id, type: 2 });
    expect((await pay(reader)).status).toBe(409);
    const { headers } = await pay(giver);
    expect(await wallet(market, giver)).toMatchObject({ balance: '5.50' });
    expect(await wallet(market, taker)).toMatchObject({ balance: '4.00' });
    expect((await refund(headers.location!.replace('/rewards/', ''))).status).toBe(201);
    expect(await wallet(market, giver)).toMatchObject({ balance: '9.50' });
  });

  it('makes an order again that a restored backup does not have', async () => {
    const { author, reader, article } = await openShop(market);
    const tip = await order(market, reader, article.id, '5.00');
    await database.query('DELETE FROM reward WHERE id = $1', [tip.rewardId]);
    const notice = paymentNotice(tip, { trade_no: `t${tip.outTradeNo}` });
    for (let i = 0; i < 2; i++) expect(await send(market, notice)).toEqual(SUCCESS);
    expect(await wallet(market, author)).toMatchObject({ balance: '4.75' });
  });

  describe('still refuses in the database itself', () => {
    const copy = `INSERT INTO owned_transfer SELECT (jsonb_populate_record(t, $1)).* FROM owned_transfer t
      WHERE kind = 'reward' LIMIT 1`;

    it.each([
      [
        'the same movement twice',
        { id: '00000000-0000-7000-8000-0000000000aa', credit_posting: 99 },
        'transfer_once',
      ],
      [
        'the same posting number twice',
        { id: '00000000-0000-7000-8000-0000000000aa', subject_id: '00000000-0000-7000-8000-0000000000bb' },
        'transfer_credits',
      ],
      ['an amount of zero', { amount_fen: 0 }, 'transfer_amount_fen_check'],
    ])('%s', async (_what, changes, constraint) => {
      await tipped('1.00');
      await expect(database.query(copy, [JSON.stringify(changes)])).rejects.toThrow(constraint);
    });

    it.each(['owned_transfer', 'transfer', 'reward_event', ...shardNames('owned_transfer')])(
      'a change of what is append-only, in %s',
      async (table) => {
        await expect(database.query(`DELETE FROM ${table}`)).rejects.toThrow('append-only');
      },
    );
  });

  it('looks into one shard for what names the owner, and into all for the rest, as docs/scaling.md says', async () => {
    const { author, reader, article } = await openShop(market);
    const one: string[] = [];
    const all: string[] = [];
    const sent = await sentDuring(async () => {
      const tip = await order(market, reader, article.id, '100.00');
      await payAtCashier(market, tip);
      await until(async () => (await rewardOf(market, reader, tip.rewardId)).status === 'paid');
      expect((await refund(tip.rewardId, '20.00')).status).toBe(201);
      // The gateway tells of the refund as well.
      await until(async () => (await outcomesOf(market, admin, tip.outTradeNo)).length === 2);
      await market.app.get(OrderSweep, { strict: false }).confirm();
      await market.app.get(RefundSweep, { strict: false }).resolve();
      await get(author, '/wallet/transactions');
      await get(author, '/rewards/received');
      await wallet(market, author);
      await withdraw(market, author, '30.00');
    });
    // Seals and recounts come by the clock, and read everything.
    for (const statement of sent.filter(({ name }) => /^(payments|refunds|sweeps|wallet)\./.test(name))) {
      for (const [table, count] of Object.entries(await shardsOf(database, statement)))
        (count === 1 ? one : all).push(`${statement.name} ${table}`);
    }
    expect(one.sort()).toEqual(IN_ONE_SHARD);
    expect(all.sort()).toEqual(IN_ALL_SHARDS);
    for (const name of all.map((line) => line.split(' ')[0] ?? ''))
      expect(citusSection()).toContain(`\`${name}\``);
  });
});

function shardNames(table: string): string[] {
  return Array.from({ length: SHARDS }, (_, shard) => `${table}_${shard}`);
}
