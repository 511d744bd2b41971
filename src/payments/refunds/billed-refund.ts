import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { execute, statement } from '../../database/statement.js';
import { inTransaction } from '../../database/transaction.js';
import { PAYMENT_PROVIDER, type PaymentProvider } from '../provider/payment-provider.js';
import { lockRewards } from '../reward-lock.js';
import { findOrder } from '../reward-queries.js';
import type { RewardRow } from '../reward-row.js';
import { hasBeenPaid } from '../reward-state.js';
import { bookSecondPaymentRefund } from '../second-payment.js';
import { type NumberedRefund, adopt, findAdopter, isAdopted } from './adoption.js';
import { RefundAttempts } from './refund-attempt.js';
import { completeRefund, holdRefund, refundableFen } from './refund-booking.js';
import { afterRefusal, findSame } from './refund-number.js';
import { REFUND_COLUMNS, type RefundRow } from './refund-row.js';

/** A refund that the provider's bill tells of. */
export interface BilledRefund extends NumberedRefund {
  readonly outTradeNo: string;
  readonly tradeNo: string;
  /** All refunds of this transaction in all bills up to this one, in fen. */
  readonly refundedFen: bigint;
}

/**
 * What came of it: `completed` and `adopted` were here already, pending or without a number; `booked` is new here.
 * `differs`, `denied` (the provider, asked, knows no such refund), `unknown` (it could not be asked), `too_much` and
 * `not_paid` leave everything as it is.
 */
export type BilledOutcome =
  | 'known'
  | 'completed'
  | 'adopted'
  | 'booked'
  | 'second_payment_refunded'
  | 'differs'
  | 'denied'
  | 'unknown'
  | 'too_much'
  | 'not_paid';

const OF_REWARD = statement<RefundRow>(
  'refunds.billed_of_reward',
  `SELECT ${REFUND_COLUMNS} FROM refund WHERE reward_id = $1 ORDER BY id FOR NO KEY UPDATE`,
);

/** Brings refunds and the provider's bills together: one row a refund, unique by reward and refund number. */
@Injectable()
export class BilledRefunds {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(PAYMENT_PROVIDER) private readonly provider: PaymentProvider,
    private readonly attempts: RefundAttempts,
  ) {}

  /**
   * Books what of the refund is not booked. Ours that are unresolved are resolved first. A refund that nobody here
   * made is asked about before the author loses money by it: a bill that was downloaded by hand proves nothing.
   */
  async book(refund: BilledRefund): Promise<BilledOutcome> {
    const order = await findOrder(this.dataSource, refund.outTradeNo);
    if (!order || !hasBeenPaid(order.status)) return 'not_paid';
    await this.attempts.resolveAll(order.id);
    const outcome = await inTransaction(this.dataSource, (tx) => recognise(tx, refund));
    if (outcome !== 'new') return outcome;
    const state = await this.provider.queryRefund(refund.outTradeNo, refund.outRequestNo);
    if (state.kind === 'unknown') return 'unknown';
    if (state.kind === 'not_done') return 'denied';
    if (state.amountFen !== refund.amountFen) return 'differs';
    return inTransaction(this.dataSource, (tx) => bookNew(tx, refund));
  }
}

interface Locked {
  readonly reward: RewardRow;
  readonly refunds: readonly RefundRow[];
}

async function lock(tx: EntityManager, outTradeNo: string): Promise<Locked> {
  const reward = (await lockRewards(tx, [outTradeNo])).get(outTradeNo);
  if (!reward) throw new Error('a reward is gone');
  return { reward, refunds: await execute(tx, OF_REWARD, [reward.id]) };
}

/** What of it is here already. `new`: nothing, or a row that was refused. */
async function recognise(tx: EntityManager, refund: BilledRefund): Promise<BilledOutcome | 'new'> {
  const { reward, refunds } = await lock(tx, refund.outTradeNo);
  if (reward.trade_no !== refund.tradeNo) {
    return (await bookSecondPaymentRefund(tx, reward.id, refund, 'bill'))
      ? 'second_payment_refunded'
      : 'known';
  }
  if (isAdopted(refunds, refund.outRequestNo)) return 'known';
  const same = findSame(refunds, refund.outRequestNo);
  if (same && BigInt(same.amount_fen) !== refund.amountFen) return 'differs';
  if (same?.status === 'done') return 'known';
  if (same?.status === 'pending') {
    await completeRefund(tx, reward, same, 'bill');
    return 'completed';
  }
  const adopter = same ? undefined : findAdopter(refunds, refund);
  if (!adopter) return 'new';
  await adopt(tx, adopter, refund);
  return 'adopted';
}

async function bookNew(tx: EntityManager, refund: BilledRefund): Promise<BilledOutcome> {
  // Looked at again: a notification may have come while the provider was asked.
  const outcome = await recognise(tx, refund);
  if (outcome !== 'new') return outcome;
  const { reward, refunds } = await lock(tx, refund.outTradeNo);
  if (refundableFen(reward) < refund.amountFen) return 'too_much';
  const refusedBefore = findSame(refunds, refund.outRequestNo) !== undefined;
  const held = await holdRefund(tx, reward, {
    amountFen: refund.amountFen,
    origin: 'bill',
    reason: '',
    adminId: undefined,
    outRequestNo: refusedBefore ? afterRefusal(refund.outRequestNo) : refund.outRequestNo,
  });
  const { reward: fresh } = await lock(tx, refund.outTradeNo);
  await completeRefund(tx, fresh, held, 'bill');
  return 'booked';
}
