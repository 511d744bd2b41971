import type { AccountRef } from './accounts.js';

/**
 * Why money moves. With the subject's id the kind is unique in the database: the same movement cannot happen twice.
 * - `reward`: a tip paid through Alipay, clearing to author;
 * - `balance_reward`: a tip from a reader's balance, reader to author;
 * - `second_payment`: another payment of a paid order, clearing to suspense;
 * - `refund`, `refund_debt`: what a refund takes from the author's balance, and what it finds missing there;
 * - `debt_repaid`: the part of a tip that pays such a debt first;
 * - `refund_returned`: what a refused refund had taken, back to the author;
 * - `fee`, `fee_refund`, `fee_refund_returned`: the commission on a tip, what of it goes back with a refund, and what
 *   stays after all when that refund is refused;
 * - `second_payment_refund`: a second payment given back to its payer;
 * - `withdrawal`, `withdrawal_returned`, `withdrawal_paid`: money set aside for its owner's Alipay account, given back
 *   where it could not be paid, and paid.
 */
export type TransferKind =
  | 'reward'
  | 'balance_reward'
  | 'second_payment'
  | 'refund'
  | 'refund_debt'
  | 'debt_repaid'
  | 'refund_returned'
  | 'fee'
  | 'fee_refund'
  | 'fee_refund_returned'
  | 'second_payment_refund'
  | 'withdrawal'
  | 'withdrawal_returned'
  | 'withdrawal_paid';

/** Money to be moved from the debit account to the credit account. */
export interface Movement {
  readonly kind: TransferKind;
  /** The id of the reward, refund, … that the movement belongs to. */
  readonly subjectId: string;
  /** The reward it comes from; a withdrawal has none. */
  readonly rewardId?: string;
  /** Greater than zero. */
  readonly amountFen: bigint;
  readonly debit: AccountRef;
  readonly credit: AccountRef;
  /** What was kept of the gross amount as commission: amountFen is net. */
  readonly feeFen?: bigint;
  /** The day (Beijing, `yyyy-MM-dd`) whose earnings it changes; today where absent. A refund names its tip's day. */
  readonly earnedOn?: string;
  /** The person at the other end, where no account of the transfer says it. */
  readonly counterpartyId?: string;
  /** The user whose wallet does not show who is at the other end. */
  readonly hiddenFrom?: string;
  readonly memo: string;
}

/** Tips, and what comes back of a refused refund: they count as earned. */
export function isEarning(kind: TransferKind): boolean {
  return kind === 'reward' || kind === 'balance_reward' || kind === 'refund_returned';
}

/** What somebody gets pays their debt first: earnings, and a withdrawal that could not be paid. */
export function paysDebt(kind: TransferKind): boolean {
  return isEarning(kind) || kind === 'withdrawal_returned';
}
