/**
 * Accounts of the ledger. A user has `available` (what we owe them, spendable now), `withdrawing` (on its way to
 * their Alipay account) and, when a refund found less than it had to take back, `debt` (what they owe us). The system
 * has `alipay_clearing` (money at Alipay), `suspense` (money that arrived and belongs to nobody yet), `fees` (the
 * platform's commission) and `payouts` (money paid out to authors).
 */
export type UserAccountKind = 'available' | 'withdrawing' | 'debt';
export type SystemAccountKind = 'alipay_clearing' | 'suspense' | 'fees' | 'payouts';

/** Ids of the system's accounts; the first migration creates them. */
export const SYSTEM_ACCOUNT_IDS: Readonly<Record<SystemAccountKind, string>> = {
  alipay_clearing: '00000000-0000-7000-8000-000000000001',
  suspense: '00000000-0000-7000-8000-000000000002',
  fees: '00000000-0000-7000-8000-000000000003',
  payouts: '00000000-0000-7000-8000-000000000004',
};

export type AccountRef =
  { readonly system: SystemAccountKind } | { readonly ownerId: string; readonly kind: UserAccountKind };

/** A user's spendable money. */
export function available(ownerId: string): AccountRef {
  return { ownerId, kind: 'available' };
}

/** A user's money on its way out. */
export function withdrawing(ownerId: string): AccountRef {
  return { ownerId, kind: 'withdrawing' };
}

/** A user's debt. It grows by debits and shrinks by credits, the other way round than `available`. */
export function debt(ownerId: string): AccountRef {
  return { ownerId, kind: 'debt' };
}

export function system(kind: SystemAccountKind): AccountRef {
  return { system: kind };
}
