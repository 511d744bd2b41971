import { OrderSweep } from '../../src/payments/sweeps/order-sweep.js';
import {
  type Market,
  type Person,
  control,
  notify,
  openCashier,
  openMarket,
  openShop,
  order,
  paymentNotice,
} from '../support/alipay.js';
import { type TestApp, registerAdmin } from '../support/app.js';
import { SUCCESS } from '../support/books.js';
import { STORY_LIMIT_MS, type Story, failEverywhere } from '../support/crash/story.js';
import { tip } from '../support/payouts.js';

const FAILURES = ['killed', 'cut_before', 'answer_lost'] as const;

describe('a tip that fails at any step', () => {
  let market: Market;
  let admin: Person;
  let author: Person;
  let reader: Person;
  let articleId: string;
  let made = 0;
  beforeAll(async () => {
    market = await openMarket({ fees: { rate: 500n } });
    admin = await registerAdmin(market);
    const shop = await openShop(market);
    ({ author, reader } = shop);
    articleId = shop.article.id;
    market.simulator.faults.set({ notifications: { never: true } });
  });
  afterAll(() => market.close());

  const rows = (sql: string, ...values: unknown[]) => market.database.query(sql, values);

  function ask(server: TestApp, person: Person, key: string, type: 1 | 2) {
    return server.request
      .post('/payments/alipay')
      .set(person.auth)
      .set('Idempotency-Key', key)
      .send({ money: '1.00', article_id: articleId, message: key, type });
  }

  /** The reader had no answer and asks again with the same key. */
  function byReader(person: () => Person, type: 1 | 2): Pick<Story<string>, 'prepare' | 'act' | 'recover'> {
    return {
      prepare: () => Promise.resolve(`key-${++made}`),
      act: (server, key) => ask(server, person(), key, type),
      async recover(server, key) {
        expect((await ask(server, person(), key, type)).status).toBe(201);
      },
    };
  }

  const create: Story<string> = {
    ...byReader(() => reader, 1),
    async verify(key) {
      expect(await rows('SELECT status, amount_fen FROM reward WHERE message = $1', key)).toEqual([
        { status: 'pending', amount_fen: '100' },
      ]);
    },
  };

  const fromBalance: Story<string> = {
    ...byReader(() => spender, 2),
    async verify(key) {
      expect(
        await rows(
          `SELECT r.status, count(t.id)::int AS transfers FROM reward r LEFT JOIN transfer t ON t.reward_id = r.id
           WHERE r.message = $1 GROUP BY r.id`,
          key,
        ),
      ).toEqual([{ status: 'paid', transfers: 1 }]);
    },
  };
  let spender: Person;

  type Paid = Awaited<ReturnType<typeof order>> & { tradeNo: string };
  const noticeOf = (paid: Paid) => market.sign(paymentNotice(paid, { trade_no: paid.tradeNo }));

  const settle: Story<Paid> = {
    async prepare() {
      const ordered = await order(market, reader, articleId, '1.00');
      await openCashier(ordered.payUrl);
      await control(market, ordered.outTradeNo, 'pay');
      const trade = await fetch(`${market.simulator.url}/simulator/trades/${ordered.outTradeNo}`);
      return { ...ordered, tradeNo: ((await trade.json()) as { trade_no: string }).trade_no };
    },
    act: (server, paid) => notify(server, noticeOf(paid)),
    async recover(server, paid, senderFirst) {
      if (senderFirst) expect(await notify(server, noticeOf(paid))).toEqual(SUCCESS);
      await rows('UPDATE reward SET next_check_time = now() WHERE id = $1', paid.rewardId);
      await server.app.get(OrderSweep, { strict: false }).confirm();
      if (!senderFirst) expect(await notify(server, noticeOf(paid))).toEqual(SUCCESS);
    },
    async verify({ rewardId, tradeNo }) {
      expect(await rows('SELECT status, trade_no FROM reward WHERE id = $1', rewardId)).toEqual([
        { status: 'paid', trade_no: tradeNo },
      ]);
      expect(
        await rows('SELECT kind, amount_fen FROM transfer WHERE reward_id = $1 ORDER BY kind', rewardId),
      ).toEqual([
        { kind: 'fee', amount_fen: '5' },
        { kind: 'reward', amount_fen: '95' },
      ]);
    },
  };

  /** The clock asks, closes at Alipay, and then here. */
  const expire: Story<string> = {
    async prepare() {
      const ordered = await order(market, reader, articleId, '1.00');
      await openCashier(ordered.payUrl);
      await rows(
        `UPDATE reward SET expires_time = now() - interval '1 minute' WHERE id = $1`,
        ordered.rewardId,
      );
      return ordered.rewardId;
    },
    async act(server, rewardId) {
      await rows('UPDATE reward SET next_check_time = now() WHERE id = $1', rewardId);
      await server.app.get(OrderSweep, { strict: false }).expire();
    },
    recover: (server, rewardId) => expire.act(server, rewardId).then(() => undefined),
    async verify(rewardId) {
      expect(
        await rows(
          `SELECT r.status, count(e.id)::int AS events FROM reward r LEFT JOIN reward_event e ON e.reward_id = r.id
           WHERE r.id = $1 GROUP BY r.id`,
          rewardId,
        ),
      ).toEqual([{ status: 'closed', events: 1 }]);
    },
  };

  it.each(FAILURES)(
    'by Alipay is one order, whichever step of creating it was %s',
    async (failure) => {
      const { steps, wrong } = await failEverywhere(market, admin, create, failure);
      expect(wrong).toEqual([]);
      expect(steps).toEqual(expect.arrayContaining(['payments.create_orders', 'gateway payUrl']));
    },
    STORY_LIMIT_MS,
  );

  it.each(FAILURES)(
    'from balance is paid once, whichever step was %s',
    async (failure) => {
      // Whoever has earned something spends it.
      const shop = await openShop(market);
      spender = shop.author;
      await tip(market, author, shop.article.id, '50.00');
      const { steps, wrong } = await failEverywhere(market, admin, fromBalance, failure);
      expect(wrong).toEqual([]);
      expect(steps).toEqual(
        expect.arrayContaining([
          'START TRANSACTION',
          'payments.create_balance_tip',
          'wallet.write_transfers',
          'COMMIT',
        ]),
      );
    },
    STORY_LIMIT_MS,
  );

  it.each(FAILURES)(
    'that was paid is credited once, whichever step of settling it was %s',
    async (failure) => {
      const { steps, wrong } = await failEverywhere(market, admin, settle, failure);
      expect(wrong).toEqual([]);
      expect([...steps].sort()).toEqual([
        'COMMIT',
        'START TRANSACTION',
        'payments.count_rewards',
        'payments.lock_authors_accounts',
        'payments.lock_rewards',
        'payments.mark_paid',
        'payments.record_events',
        'payments.record_verified_callbacks',
        'wallet.write_transfers',
      ]);
    },
    STORY_LIMIT_MS,
  );

  it.each(FAILURES)(
    'that nobody pays is closed once, whichever step of it was %s',
    async (failure) => {
      const { steps, wrong } = await failEverywhere(market, admin, expire, failure);
      expect(wrong).toEqual([]);
      expect(steps).toEqual(
        expect.arrayContaining(['gateway query', 'gateway close', 'payments.close_order']),
      );
    },
    STORY_LIMIT_MS,
  );
});
