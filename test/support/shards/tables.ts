/**
 * The tables that belong to a wallet, with the column that holds its owner's id: the one by which Citus would distribute
 * them. Of an Idempotency-Key the owner is whoever sent it.
 */
export const OWNER_COLUMNS = {
  account: 'owner_id',
  daily_earning: 'owner_id',
  idempotency_key: 'user_id',
  refund: 'author_id',
  reward: 'author_id',
  withdrawal: 'owner_id',
} as const;

/** What grows with the wallets too, and has no such column yet. */
export const WITHOUT_OWNER = [
  'article_stats',
  'callback',
  'refund_proposal',
  'reward_event',
  'second_payment',
  'transfer',
  'withdrawal_event',
] as const;

/** What stays whole: everybody reads it, or the operator alone does; none of it is written by a tip. */
export const WHOLE = [
  'admin_act',
  'article',
  'bill_difference',
  'bill_row',
  'books_check',
  'ledger_seal',
  'ledger_sealing',
  'migration',
  'order_number_key',
  'password_reset',
  'rate_count',
  'reconciliation',
  'recovery_code',
  'second_factor',
  'session',
  'tipping_settings',
  'users',
] as const;
