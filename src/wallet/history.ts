import type { DataSource } from 'typeorm';
import { type Statement, execute, statement } from '../database/statement.js';
import { beijingInstant } from '../http/beijing-time.js';
import type { TransferKind } from './movement.js';
import { lastPostingBefore } from './statements/boundary.js';

/** One movement of a user's available balance, as the wallet shows it. */
export interface HistoryRow {
  id: string;
  kind: TransferKind;
  posting: string;
  amount_fen: string;
  balance_fen: string;
  fee_fen: string;
  reward_id: string | null;
  counterparty_id: string | null;
  memo: string;
  created_time: Date;
}

/** What people look for in their history; every kind that a balance can show is in one of these. */
const KINDS = {
  tips: ['reward', 'balance_reward'],
  refunds: ['refund', 'refund_debt', 'refund_returned', 'debt_repaid'],
  withdrawals: ['withdrawal', 'withdrawal_returned'],
} as const satisfies Record<string, readonly TransferKind[]>;

/** Which movements: all of them where nothing is said. */
export interface HistoryFilter {
  readonly direction?: 'in' | 'out' | undefined;
  readonly kind?: keyof typeof KINDS | undefined;
}

/** Movements between two posting numbers of the account, neither included. */
export interface HistoryRange {
  readonly after: bigint;
  readonly before: bigint;
}

const INCOMING = `SELECT id, kind, credit_posting AS posting, amount_fen, credit_balance_fen AS balance_fen, fee_fen,
    reward_id, CASE WHEN hidden_from = $1 THEN NULL ELSE coalesce(counterparty_id, debit_owner_id) END AS counterparty_id,
    memo, created_time
  FROM transfer
  WHERE credit_account_id = (SELECT id FROM own) AND credit_posting > $2 AND credit_posting < $3`;

const OUTGOING = `SELECT id, kind, debit_posting AS posting, -amount_fen AS amount_fen, debit_balance_fen AS balance_fen, fee_fen,
    reward_id, CASE WHEN hidden_from = $1 THEN NULL ELSE coalesce(counterparty_id, nullif(credit_owner_id, $1)) END
      AS counterparty_id,
    memo, created_time
  FROM transfer
  WHERE debit_account_id = (SELECT id FROM own) AND debit_posting > $2 AND debit_posting < $3`;

/**
 * Newest first by the account's own posting number: an index range for each direction, the same cost at any length.
 * The kinds stand in the text, where the planner sees that refunds and withdrawals are in the indexes of rare kinds;
 * tips are dense in those of all.
 */
function historyStatement({ direction, kind }: HistoryFilter): Statement<HistoryRow> {
  const sides = { in: INCOMING, out: OUTGOING };
  const ofKind =
    kind === undefined ? '' : `AND kind IN (${KINDS[kind].map((name) => `'${name}'`).join(', ')})`;
  const ranges = (direction === undefined ? Object.values(sides) : [sides[direction]]).map(
    (side) => `(${side} ${ofKind} ORDER BY posting DESC LIMIT $4)`,
  );
  return statement(
    ['wallet.history', direction, kind].filter(Boolean).join('_'),
    `WITH own AS (SELECT id FROM account WHERE owner_id = $1 AND kind = 'available')
     SELECT * FROM (${ranges.join(' UNION ALL ')}) AS sides ORDER BY posting DESC LIMIT $4`,
  );
}

/** Up to `limit` movements of the owner's balance, newest first. */
export async function findHistory(
  dataSource: DataSource,
  ownerId: string,
  filter: HistoryFilter,
  { after, before }: HistoryRange,
  limit: number,
): Promise<HistoryRow[]> {
  const values = [ownerId, after.toString(), before.toString(), limit];
  return execute(dataSource, historyStatement(filter), values);
}

/** Greater than the number of any posting. */
const AFTER_ALL = 2n ** 63n - 1n;

/** The movements from the time `from` on and before the time `to`; a date alone is its first moment in Beijing. */
export async function findHistoryRange(
  dataSource: DataSource,
  ownerId: string,
  { from, to }: { readonly from?: string | undefined; readonly to?: string | undefined },
): Promise<HistoryRange> {
  const lastBefore = (time: string) => lastPostingBefore(dataSource, ownerId, beijingInstant(time));
  return {
    after: from === undefined ? 0n : await lastBefore(from),
    before: to === undefined ? AFTER_ALL : (await lastBefore(to)) + 1n,
  };
}
