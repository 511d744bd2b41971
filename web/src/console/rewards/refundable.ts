import { isTipAmount, toFen } from '../../money.js';
import type { RewardStory } from './reward.js';

type Refundable = Pick<RewardStory, 'money' | 'refunded_money' | 'status'> & {
  refunds: readonly Pick<RewardStory['refunds'][number], 'money' | 'status'>[];
};

/** What can still be given back, in fen: what was paid, less what was given back and what is on its way back. */
export function refundableFen({ money, refunded_money: refunded, status, refunds }: Refundable): bigint {
  if (status !== 'paid' && status !== 'partially_refunded') return 0n;
  return toFen(money) - toFen(refunded) - pendingFen(refunds);
}

/** What is on its way back: asked for, and not yet known to have arrived. */
export function pendingFen(refunds: Refundable['refunds']): bigint {
  return refunds
    .filter(({ status }) => status === 'pending')
    .reduce((sum, { money }) => sum + toFen(money), 0n);
}

/** An amount, however large. */
const WRITTEN_AMOUNT = /^\d+(?:\.\d{1,2})?$/;

/** What is wrong with an amount that somebody types into the refund dialog; undefined where nothing is. */
export function refundAmountFault(text: string, leftFen: bigint): 'no_amount' | 'too_much' | undefined {
  if (WRITTEN_AMOUNT.test(text) && toFen(text) > leftFen) return 'too_much';
  return isTipAmount(text) ? undefined : 'no_amount';
}
