import type { EntityManager } from 'typeorm';
import { uuidv7 } from 'uuidv7';
import { execute, statement } from '../database/statement.js';
import { WITHDRAWAL_COLUMNS, type WithdrawalRow } from './withdrawal-row.js';
import { type WithdrawalStatus, mayBecome } from './withdrawal-state.js';
import { WithdrawalState } from './withdrawals.errors.js';

/** Who or what changes a withdrawal; `actorId` is the person's. */
export interface Actor {
  readonly source: 'author' | 'admin' | 'provider';
  readonly actorId?: string;
}

/** The state it comes into, and what comes with it. */
export interface Change {
  readonly status: WithdrawalStatus;
  readonly reason?: string;
  readonly paidBy?: 'provider' | 'hand';
  readonly reference?: string;
  /** When the provider is asked next; never where absent. */
  readonly tryAfterSeconds?: number | undefined;
}

const UPDATE = statement<WithdrawalRow>(
  'payouts.change',
  `UPDATE withdrawal SET status = $2, revision = revision + 1, reason = $3, paid_by = coalesce($4, paid_by),
     reference = coalesce($5, reference), next_try_time = now() + $6 * interval '1 second', try_count = 0,
     done_time = CASE WHEN $2 IN ('requested', 'approved', 'sending') THEN NULL ELSE now() END
   WHERE id = $1 RETURNING ${WITHDRAWAL_COLUMNS}`,
);

/**
 * The one way from state to state, with a line of history. The withdrawal must be locked, and `row` be what it is now.
 * @throws WithdrawalState where its state does not lead there.
 */
export async function changeWithdrawal(
  tx: EntityManager,
  row: WithdrawalRow,
  actor: Actor,
  change: Change,
): Promise<WithdrawalRow> {
  if (!mayBecome(row.status, change.status)) throw new WithdrawalState();
  const { status, reason = '', paidBy = null, reference = null, tryAfterSeconds = null } = change;
  const values = [row.id, status, reason, paidBy, reference, tryAfterSeconds];
  const [changed] = await execute(tx, UPDATE, values);
  if (!changed) throw new Error('a locked withdrawal is gone');
  await recordEvent(tx, changed, actor, { ...(reason && { reason }), ...(reference && { reference }) });
  return changed;
}

const RECORD = statement(
  'payouts.record_event',
  `INSERT INTO withdrawal_event (id, withdrawal_id, source, actor_id, status, detail) VALUES ($1, $2, $3, $4, $5, $6)`,
);

/** Adds the state that the withdrawal is in to its history. */
export async function recordEvent(
  tx: EntityManager,
  { id, status }: Pick<WithdrawalRow, 'id' | 'status'>,
  { source, actorId }: Actor,
  detail: Readonly<Record<string, string>>,
): Promise<void> {
  await execute(tx, RECORD, [uuidv7(), id, source, actorId ?? null, status, JSON.stringify(detail)]);
}
