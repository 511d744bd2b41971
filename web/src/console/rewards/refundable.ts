import { isTipAmount, toFen } from '../../money.js';
import type { Proposal, Refund, RewardStory } from './reward.js';

type Refundable = Pick<RewardStory, 'money' | 'refunded_money' | 'status'> & {
  refunds: readonly Pick<Refund, 'money' | 'status'>[];
  refund_proposals: readonly Pick<Proposal, 'money' | 'status'>[];
};

/** What can still be given back, in fen: what was paid, less what was given back and what is spoken for. */
export function refundableFen(reward: Refundable): bigint {
  if (reward.status !== 'paid' && reward.status !== 'partially_refunded') return 0n;
  return toFen(reward.money) - toFen(reward.refunded_money) - spokenForFen(reward);
}

/** What was asked for and has not come to its end: on its way back, or waiting for a second administrator. */
export function spokenForFen({
  refunds,
  refund_proposals: proposals,
}: Pick<Refundable, 'refunds' | 'refund_proposals'>): bigint {
  return [
    ...refunds.filter(({ status }) => status === 'pending'),
    ...proposals.filter(({ status }) => status === 'awaiting'),
  ].reduce((sum, { money }) => sum + toFen(money), 0n);
}

/** An amount, however large. */
const WRITTEN_AMOUNT = /^\d+(?:\.\d{1,2})?$/;

/** What is wrong with an amount that somebody types into the refund dialog; undefined where nothing is. */
export function refundAmountFault(text: string, leftFen: bigint): 'no_amount' | 'too_much' | undefined {
  if (WRITTEN_AMOUNT.test(text) && toFen(text) > leftFen) return 'too_much';
  return isTipAmount(text) ? undefined : 'no_amount';
}
