import { Inject, Injectable } from '@nestjs/common';
import type { DataSource, EntityManager } from 'typeorm';
import { execute, statement } from '../../database/statement.js';
import { inTransaction } from '../../database/transaction.js';
import {
  type Message,
  PAYMENT_PROVIDER,
  type PaymentProvider,
  type RefundState,
} from '../provider/payment-provider.js';
import { lockRewards } from '../reward-lock.js';
import { findOrder } from '../reward-queries.js';
import type { RewardRow } from '../reward-row.js';
import { hasBeenPaid } from '../reward-state.js';
import { bookRefundOfSecondPayment } from '../second-payment.js';
import { isAdopted } from './adoption.js';
import { RefundAttempts } from './refund-attempt.js';
import { completeRefund, holdRefund, refundableFen } from './refund-booking.js';
import { afterRefusal, findSame, isPartOfSum, sumNumber } from './refund-number.js';
import { REFUND_COLUMNS, type RefundRow } from './refund-row.js';

/**
 * What a notice of a refund came to: booked now, known before, booked against a second payment's money (which this
 * order's author never had), about an order that is not paid here, or not to be told yet: one of ours is unresolved.
 */
type RefundOutcome =
  'refund_booked' | 'refund_known' | 'second_payment_refunded' | 'not_paid' | 'unconfirmed';

/** Books a notice, in the transaction that records it. */
export type BookNotice = (tx: EntityManager) => Promise<RefundOutcome>;

const OF_REWARD = statement<RefundRow>(
  'refunds.of_reward',
  `SELECT ${REFUND_COLUMNS} FROM refund WHERE reward_id = $1 ORDER BY id FOR NO KEY UPDATE`,
);

/**
 * Refunds that the provider tells of: ours, whose outcome it proves, and those that were made elsewhere (in the
 * provider's own console, say), which are booked: one row, unique by reward and refund number.
 */
@Injectable()
export class ProviderRefunds {
  constructor(
    @Inject(PAYMENT_PROVIDER) private readonly provider: PaymentProvider,
    private readonly attempts: RefundAttempts,
  ) {}

  /**
   * Asks what only the provider knows, with no transaction open: what became of ours that are unresolved, and how
   * much this refund was (the notice carries only the sum of all).
   */
  async prepare(message: Message, rewardId: string): Promise<BookNotice> {
    const { outTradeNo, refundRequestNo } = message;
    const resolved = await this.attempts.resolveAll(rewardId);
    const state = refundRequestNo ? await this.provider.queryRefund(outTradeNo, refundRequestNo) : undefined;
    return (tx) => bookNotice(tx, message, { resolved, state });
  }
}

/** Books what an answer to a question tells of refunds, in a transaction of its own. */
export async function bookAnswered(
  dataSource: DataSource,
  refunds: ProviderRefunds,
  message: Message,
): Promise<void> {
  const order = await findOrder(dataSource, message.outTradeNo);
  if (!order) return;
  const book = await refunds.prepare(message, order.id);
  await inTransaction(dataSource, book);
}

interface Known {
  /** Whether none of our own refunds of this reward is pending. */
  readonly resolved: boolean;
  /** What the provider says of this very refund, where the message names it. */
  readonly state: RefundState | undefined;
}

async function bookNotice(tx: EntityManager, message: Message, known: Known): Promise<RefundOutcome> {
  const reward = (await lockRewards(tx, [message.outTradeNo])).get(message.outTradeNo);
  if (!reward || !hasBeenPaid(reward.status)) return 'not_paid';
  if (reward.trade_no !== message.tradeNo) {
    const booked = await bookRefundOfSecondPayment(tx, reward, message);
    return booked ? 'second_payment_refunded' : 'refund_known';
  }
  const refunds = await execute(tx, OF_REWARD, [reward.id]);
  const same = findSame(refunds, message.refundRequestNo);
  if (same?.status === 'done' || isAdopted(refunds, message.refundRequestNo)) return 'refund_known';
  if (same?.status === 'pending') {
    await completeRefund(tx, reward, same, 'notify');
    return 'refund_booked';
  }
  if (isPartOfSum(refunds, message.refundedFen)) return 'refund_known';
  const amountFen = newlyRefundedFen(message, refunds, known);
  if (amountFen === undefined) return 'unconfirmed';
  return bookElsewhere(tx, reward, message, amountFen, same);
}

/**
 * How much this notice adds. Where it names no refund that the provider knows, it is the sum of all refunds less what
 * is known, and that can only be told while none of ours is unresolved. One that it names and that cannot be asked
 * about now is told again: notices come in any order, and the sum would count others with it.
 */
function newlyRefundedFen(
  message: Message,
  refunds: readonly RefundRow[],
  { resolved, state }: Known,
): bigint | undefined {
  if (state?.kind === 'done') return state.amountFen;
  const pending = refunds.some(({ status }) => status === 'pending');
  if (state?.kind === 'unknown' || !resolved || pending) return undefined;
  const doneFen = refunds
    .filter(({ status }) => status === 'done')
    .reduce((sum, { amount_fen }) => sum + BigInt(amount_fen), 0n);
  return message.refundedFen - doneFen;
}

async function bookElsewhere(
  tx: EntityManager,
  reward: RewardRow,
  message: Message,
  amountFen: bigint,
  refusedBefore: RefundRow | undefined,
): Promise<RefundOutcome> {
  const left = refundableFen(reward);
  // One of ours holds the money and must now be refused: only then is there room.
  if (amountFen > left && BigInt(reward.held_fen) > 0n) return 'unconfirmed';
  const bookedFen = amountFen < left ? amountFen : left;
  if (bookedFen <= 0n) return 'refund_known';
  const held = await holdRefund(tx, reward, {
    amountFen: bookedFen,
    origin: 'gateway',
    reason: '',
    adminId: undefined,
    outRequestNo: numberFor(message, refusedBefore),
  });
  const fresh = (await lockRewards(tx, [reward.out_trade_no])).get(reward.out_trade_no);
  if (!fresh) throw new Error('a locked reward is gone');
  await completeRefund(tx, fresh, held, 'notify');
  return 'refund_booked';
}

function numberFor({ refundRequestNo, refundedFen }: Message, refusedBefore: RefundRow | undefined): string {
  if (refundRequestNo === undefined) return sumNumber(refundedFen);
  return refusedBefore ? afterRefusal(refundRequestNo) : refundRequestNo;
}
