import type { components } from '../../api/schema.js';

export type Withdrawal = components['schemas']['AdminWithdrawalResponse'];
export type WithdrawalStory = components['schemas']['AdminWithdrawalStory'];

export const WITHDRAWAL_STATUSES = [
  'requested',
  'approved',
  'sending',
  'paid',
  'rejected',
  'failed',
  'returned',
] as const;

export type Decision = 'approve' | 'reject' | 'payByHand';

/**
 * What an administrator can decide about it now. Paid by hand is only what nobody is going to pay by itself: otherwise
 * both would pay.
 */
export function decisionsFor({
  status,
  next_try_time: nextTryTime,
}: Pick<Withdrawal, 'status' | 'next_try_time'>): readonly Decision[] {
  if (status === 'requested') return ['approve', 'reject'];
  if (status === 'approved') return nextTryTime === null ? ['payByHand', 'reject'] : ['reject'];
  return [];
}
