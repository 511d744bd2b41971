import type { EntityManager } from 'typeorm';
import { execute, statement } from '../database/statement.js';
import type { WithdrawalStatus } from './withdrawal-state.js';

/** A withdrawal as the driver hands it over. */
export interface WithdrawalRow {
  id: string;
  owner_id: string;
  amount_fen: string;
  account: string;
  name: string;
  status: WithdrawalStatus;
  revision: number;
  reason: string;
  paid_by: 'provider' | 'hand' | null;
  reference: string;
  next_try_time: Date | null;
  try_count: number;
  created_time: Date;
  done_time: Date | null;
}

export const WITHDRAWAL_COLUMNS = `id, owner_id, amount_fen, account, name, status, revision, reason, paid_by, reference,
  next_try_time, try_count, created_time, done_time`;

const LOCK = statement<WithdrawalRow>(
  'payouts.lock',
  `SELECT ${WITHDRAWAL_COLUMNS} FROM withdrawal WHERE id = $1 FOR NO KEY UPDATE`,
);

/** Locks a withdrawal. Withdrawals come before accounts, which post.ts locks. */
export async function lockWithdrawal(tx: EntityManager, id: string): Promise<WithdrawalRow | undefined> {
  return (await execute(tx, LOCK, [id]))[0];
}
