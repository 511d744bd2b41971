/** The states of a reward. */
export const REWARD_STATUSES = ['pending', 'paid', 'partially_refunded', 'refunded', 'closed'] as const;
export type RewardStatus = (typeof REWARD_STATUSES)[number];

/**
 * The whole life of a reward. `closed` to `paid`: the reader's money did arrive after all, and paid is credited.
 * Nothing leads back to `pending` or from a paid state to `closed`.
 */
const NEXT: Readonly<Record<RewardStatus, readonly RewardStatus[]>> = {
  pending: ['paid', 'closed'],
  closed: ['paid'],
  paid: ['partially_refunded', 'refunded'],
  partially_refunded: ['partially_refunded', 'refunded'],
  refunded: [],
};

/** The one guard: whether a reward in state `from` may become `to`. */
export function mayBecome(from: RewardStatus, to: RewardStatus): boolean {
  return NEXT[from].includes(to);
}

/** Whether the money has arrived (and may have been given back since). */
export function hasBeenPaid(status: RewardStatus): boolean {
  return status === 'paid' || status === 'partially_refunded' || status === 'refunded';
}

/** The state of a paid reward of which so much was given back. */
export function statusAfterRefund(amountFen: bigint, refundedFen: bigint): RewardStatus {
  if (refundedFen === 0n) return 'paid';
  return refundedFen === amountFen ? 'refunded' : 'partially_refunded';
}
