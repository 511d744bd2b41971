import type { AccountRef } from './accounts.js';

/**
 * Why money moves. With the subject's id the kind is unique in the database: the same movement cannot happen twice.
 * - `reward`: a tip paid through Alipay, clearing to author;
 * - `balance_reward`: a tip from a reader's balance, reader to author;
 * - `second_payment`: another payment of a paid order, clearing to suspense;
 * - `refund`, `refund_debt`: what a refund takes from the author's balance, and what it finds missing there;
 * - `debt_repaid`: the part of a tip that pays such a debt first.
 */
export type TransferKind =
  'reward' | 'balance_reward' | 'second_payment' | 'refund' | 'refund_debt' | 'debt_repaid';

/** Money to be moved from the debit account to the credit account. */
export interface Movement {
  readonly kind: TransferKind;
  /** The id of the reward, refund, … that the movement belongs to. */
  readonly subjectId: string;
  readonly rewardId: string;
  /** Greater than zero. */
  readonly amountFen: bigint;
  readonly debit: AccountRef;
  readonly credit: AccountRef;
  /** The person at the other end, where no account of the transfer says it. */
  readonly counterpartyId?: string;
  readonly memo: string;
}

/** Tips: they count as earned, and pay a debt first. */
export function isEarning(kind: TransferKind): boolean {
  return kind === 'reward' || kind === 'balance_reward';
}
