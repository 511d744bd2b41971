import type {
  PayoutAnswer,
  PayoutOrder,
  PayoutProvider,
  PayoutState,
} from '../../src/payouts/provider/payout-provider.js';
import { PAYOUT_PROVIDER } from '../../src/payouts/provider/payout-provider.js';
import { WithdrawalSweep } from '../../src/payouts/withdrawal-sweep.js';
import { type Market, type Person, openShop, order, payAtCashier } from './alipay.js';
import type { TestApp } from './app.js';

/** How the fake provider meets the next calls. */
export type Mood = 'works' | 'down' | 'dies_after_work' | 'dealing' | 'fails' | 'refuses' | 'short_of_funds';

/** A provider of payouts in memory: what it paid by number, and a mood that tests change. */
export class FakePayouts implements PayoutProvider {
  available = true;
  timeoutMs = 1000;
  mood: Mood = 'works';
  /** The state of each transfer that exists there; `sends` counts the calls. */
  readonly transfers = new Map<string, { amountFen: bigint; state: PayoutState }>();
  sends = 0;

  /** Puts itself in the place of the application's own provider. */
  static into({ app }: Pick<TestApp, 'app'>): FakePayouts {
    const fake = new FakePayouts();
    const provider: object = app.get(PAYOUT_PROVIDER, { strict: false });
    Object.defineProperties(provider, {
      available: { get: () => fake.available, configurable: true },
      send: { value: (wanted: PayoutOrder) => fake.send(wanted), configurable: true },
      query: { value: (payoutNo: string) => fake.query(payoutNo), configurable: true },
    });
    return fake;
  }

  send({ payoutNo, amountFen }: PayoutOrder): Promise<PayoutAnswer> {
    this.sends += 1;
    return Promise.resolve(this.answer(payoutNo, amountFen));
  }

  query(payoutNo: string): Promise<PayoutState> {
    if (this.mood === 'down') return Promise.resolve({ kind: 'unknown' });
    return Promise.resolve(this.transfers.get(payoutNo)?.state ?? { kind: 'not_there' });
  }

  /** The provider changes its mind about what it has done. */
  deal(payoutNo: string, state: PayoutState): void {
    this.transfers.get(payoutNo)!.state = state;
  }

  /** All that was paid and has not come back, in fen. */
  get paidFen(): bigint {
    return [...this.transfers.values()]
      .filter(({ state }) => state.kind === 'paid')
      .reduce((sum, { amountFen }) => sum + amountFen, 0n);
  }

  private answer(payoutNo: string, amountFen: bigint): PayoutAnswer {
    switch (this.mood) {
      case 'down':
        return { kind: 'unknown' };
      case 'refuses':
        return { kind: 'refused', reason: '收款用户不存在' };
      case 'short_of_funds':
        return { kind: 'not_now', reason: '付款方余额不足' };
      case 'fails':
        this.enter(payoutNo, amountFen, { kind: 'refused', reason: '收款方用户状态不正常' });
        return { kind: 'refused', reason: '收款方用户状态不正常' };
      case 'dealing':
        this.enter(payoutNo, amountFen, { kind: 'unknown' });
        return { kind: 'unknown' };
      default:
        this.enter(payoutNo, amountFen, { kind: 'paid', reference: `order-${payoutNo}` });
        return this.mood === 'works' ? { kind: 'paid', reference: `order-${payoutNo}` } : { kind: 'unknown' };
    }
  }

  private enter(payoutNo: string, amountFen: bigint, state: PayoutState): void {
    if (!this.transfers.has(payoutNo)) this.transfers.set(payoutNo, { amountFen, state });
  }
}

/** An author who has earned so much through Alipay, today. */
export async function earner(market: Market, money: string): Promise<Person> {
  const { author, reader, article } = await openShop(market);
  await tip(market, reader, article.id, money);
  return author;
}

/** A paid tip through Alipay. */
export async function tip(market: Market, reader: Person, articleId: string, money: string): Promise<string> {
  const made = await order(market, reader, articleId, money);
  const returnUrl = await payAtCashier(market, made);
  const answer = await fetch(`${market.url}/payments/alipay/result${new URL(returnUrl).search}`);
  if (answer.status !== 200) throw new Error(await answer.text());
  return made.rewardId;
}

/** The person's earnings are so many days older. */
export async function age({ database }: TestApp, { user }: Person, days: number): Promise<void> {
  await database.query('UPDATE daily_earning SET day = day - $2::integer WHERE owner_id = $1', [
    user.id,
    days,
  ]);
}

export const ACCOUNT = { account: 'author@example.com', name: '张三' };

export function withdraw(
  market: Pick<TestApp, 'request'>,
  person: Person,
  amount: unknown,
  changes: object = {},
) {
  return market.request
    .post('/wallet/withdrawals')
    .set(person.auth)
    .send({ amount, ...ACCOUNT, ...changes });
}

/** What an administrator decides about a withdrawal. */
export function decide(
  market: Pick<TestApp, 'request'>,
  admin: Person,
  { id, revision }: { id: string; revision: number },
  decision: 'approve' | 'reject' | 'pay-by-hand',
  body: object = {},
) {
  return market.request
    .post(`/admin/withdrawals/${id}/${decision}`)
    .set(admin.auth)
    .send({ revision, ...body });
}

export async function withdrawalOf(market: Pick<TestApp, 'request'>, admin: Person, id: string) {
  return (await market.request.get(`/admin/withdrawals/${id}`).set(admin.auth)).body;
}

/** Makes everything due that is to be looked at some time, and looks. */
export async function sweepWithdrawals({ app, database }: TestApp): Promise<number> {
  // What another sweep has in hand is passed over, so that several of these never wait for each other in a circle.
  await database.query(
    `UPDATE withdrawal SET next_try_time = now() WHERE id IN (
       SELECT id FROM withdrawal WHERE next_try_time IS NOT NULL ORDER BY id FOR UPDATE SKIP LOCKED)`,
  );
  return app.get(WithdrawalSweep, { strict: false }).resolve();
}
