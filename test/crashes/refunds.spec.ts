import { RefundSweep } from '../../src/payments/sweeps/refund-sweep.js';
import {
  type Market,
  type Person,
  control,
  openMarket,
  openShop,
  order,
  payAtCashier,
} from '../support/alipay.js';
import { type TestApp, registerAdmin } from '../support/app.js';
import { STORY_LIMIT_MS, type Story, failEverywhere } from '../support/crash/story.js';

const FAILURES = ['killed', 'cut_before', 'answer_lost'] as const;

describe('a refund that fails at any step', () => {
  let market: Market;
  let admin: Person;
  let shop: Awaited<ReturnType<typeof openShop>>;
  beforeAll(async () => {
    market = await openMarket({ fees: { rate: 500n } });
    admin = await registerAdmin(market);
    shop = await openShop(market);
    market.simulator.faults.set({ notifications: { never: true } });
  });
  afterAll(() => market.close());
  afterEach(() => {
    market.simulator.faults.set({ notifications: { never: true } });
  });

  const rows = (sql: string, ...values: unknown[]) => market.database.query(sql, values);

  type Paid = Awaited<ReturnType<typeof order>>;

  async function paidTip(): Promise<Paid> {
    const tip = await order(market, shop.reader, shop.article.id, '1.00');
    const returnUrl = await payAtCashier(market, tip);
    await fetch(`${market.url}/payments/alipay/result${new URL(returnUrl).search}`);
    return tip;
  }

  function ask(server: TestApp, { rewardId }: Paid) {
    return server.request
      .post(`/admin/rewards/${rewardId}/refunds`)
      .set(admin.auth)
      .set('Idempotency-Key', rewardId)
      .send({ money: '0.40', reason: '误操作' });
  }

  async function sweep(server: TestApp, { rewardId }: Paid): Promise<void> {
    await rows(
      `UPDATE refund SET next_try_time = now() WHERE reward_id = $1 AND status = 'pending'`,
      rewardId,
    );
    await server.app.get(RefundSweep, { strict: false }).resolve();
  }

  /** The administrator asks again with the same key, before or after the sweep has come by. */
  const byAdministrator: Pick<Story<Paid>, 'prepare' | 'act' | 'recover'> = {
    prepare: paidTip,
    act: ask,
    async recover(server, tip, senderFirst) {
      if (senderFirst) expect([201, 202]).toContain((await ask(server, tip)).status);
      await sweep(server, tip);
      expect((await ask(server, tip)).status).toBe(201);
      await sweep(server, tip);
    },
  };

  async function expectRefund(tip: Paid, status: string, given: string): Promise<void> {
    const fen = status === 'done' ? '40' : '0';
    expect(await rows('SELECT status FROM refund WHERE reward_id = $1', tip.rewardId)).toEqual([{ status }]);
    expect(await rows('SELECT refunded_fen, held_fen FROM reward WHERE id = $1', tip.rewardId)).toEqual([
      { refunded_fen: fen, held_fen: '0' },
    ]);
    const trade = await fetch(`${market.simulator.url}/simulator/trades/${tip.outTradeNo}`);
    expect(((await trade.json()) as { refund_fee: string }).refund_fee).toBe(given);
  }

  const done: Story<Paid> = { ...byAdministrator, verify: (tip) => expectRefund(tip, 'done', '0.40') };

  /** Alipay refuses it for good: no finished trade is refunded. */
  const refused: Story<Paid> = {
    ...byAdministrator,
    from: 'gateway refund',
    async prepare() {
      const tip = await paidTip();
      await control(market, tip.outTradeNo, 'finish');
      return tip;
    },
    verify: (tip) => expectRefund(tip, 'refused', '0.00'),
  };

  it.each(FAILURES)(
    'gives the money back once, whichever step was %s',
    async (failure) => {
      const { steps, wrong } = await failEverywhere(market, admin, done, failure);
      expect(wrong).toEqual([]);
      expect(steps.filter((step) => step === 'COMMIT')).toHaveLength(2);
      expect(steps).toEqual(
        expect.arrayContaining([
          'refunds.insert',
          'refunds.hold',
          'gateway refund',
          'refunds.done',
          'refunds.mark_reward',
        ]),
      );
    },
    STORY_LIMIT_MS,
  );

  it.each(FAILURES)(
    'that Alipay refuses leaves the author with the money, whichever step was %s',
    async (failure) => {
      const { steps, wrong } = await failEverywhere(market, admin, refused, failure);
      expect(wrong).toEqual([]);
      expect(steps).toEqual(expect.arrayContaining(['refunds.refuse', 'refunds.release']));
    },
  );
});
