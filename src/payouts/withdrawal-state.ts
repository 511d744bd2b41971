/**
 * The states of a withdrawal:
 * - `requested`: the money is set aside, an administrator has to decide;
 * - `approved`: to be paid, by the provider or by hand;
 * - `sending`: the provider was or is being told to pay, and what came of it is not known;
 * - `paid`; `rejected` by an administrator; `failed`: the provider refused, for good;
 * - `returned`: paid, and the money came back.
 * In the last three the money is its owner's again.
 */
export const WITHDRAWAL_STATUSES = [
  'requested',
  'approved',
  'sending',
  'paid',
  'rejected',
  'failed',
  'returned',
] as const;
export type WithdrawalStatus = (typeof WITHDRAWAL_STATUSES)[number];

/**
 * The whole life of a withdrawal. `approved` to `paid` is a payment by hand; `sending` to `approved`: not now, later.
 * While it is sending nobody can decide anything about it: the money may have gone.
 */
const NEXT: Readonly<Record<WithdrawalStatus, readonly WithdrawalStatus[]>> = {
  requested: ['approved', 'rejected'],
  approved: ['sending', 'paid', 'rejected'],
  sending: ['paid', 'failed', 'approved'],
  paid: ['returned'],
  rejected: [],
  failed: [],
  returned: [],
};

/** The one guard: whether a withdrawal in state `from` may become `to`. */
export function mayBecome(from: WithdrawalStatus, to: WithdrawalStatus): boolean {
  return NEXT[from].includes(to);
}
