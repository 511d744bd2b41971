import type { EntityManager } from 'typeorm';
import { execute, statement } from '../database/statement.js';

/** SQL: what the owner $1 earned in the last $2 days (Beijing), refunds taken off; never below zero. In fen. */
export const YOUNG_SQL = `(SELECT greatest(coalesce(sum(amount_fen), 0), 0) FROM daily_earning
       WHERE owner_id = $1 AND day > (now() AT TIME ZONE 'Asia/Shanghai')::date - $2::integer)`;

/** The part of a balance that is too young to be withdrawn: what was spent on tips was the oldest first. */
export function pendingFen(balanceFen: bigint, youngFen: bigint): bigint {
  return youngFen < balanceFen ? youngFen : balanceFen;
}

/** What a person has, under the lock of their accounts, in fen. */
export interface Holdings {
  readonly balanceFen: bigint;
  /** Of the balance: what is old enough and not needed to pay a debt. */
  readonly withdrawableFen: bigint;
}

const LOCK = statement<{ kind: string; balance_fen: string }>(
  'wallet.lock_holdings',
  'SELECT kind, balance_fen FROM account WHERE owner_id = $1 ORDER BY id FOR NO KEY UPDATE',
);

const YOUNG = statement<{ young_fen: string }>('wallet.young', `SELECT ${YOUNG_SQL} AS young_fen`);

/**
 * Locks all of a person's accounts, in the order in which they are posted to, and tells what can be withdrawn. Nothing
 * of it changes until the transaction ends: whoever posts to them waits.
 */
export async function lockHoldings(tx: EntityManager, ownerId: string, holdDays: number): Promise<Holdings> {
  const accounts = await execute(tx, LOCK, [ownerId]);
  const balanceOf = (kind: string) =>
    BigInt(accounts.find((account) => account.kind === kind)?.balance_fen ?? 0);
  const [young] = await execute(tx, YOUNG, [ownerId, holdDays]);
  const balanceFen = balanceOf('available');
  const leftFen = balanceFen - pendingFen(balanceFen, BigInt(young?.young_fen ?? 0)) - balanceOf('debt');
  return { balanceFen, withdrawableFen: leftFen < 0n ? 0n : leftFen };
}

const COUNT = statement(
  'wallet.count_withdrawn',
  `UPDATE account SET withdrawn_fen = withdrawn_fen + $2 WHERE owner_id = $1 AND kind = 'withdrawing'`,
);

/** Counts what was paid out to a person, or with a negative amount what came back, after it was posted. */
export async function countWithdrawn(tx: EntityManager, ownerId: string, changeFen: bigint): Promise<void> {
  await execute(tx, COUNT, [ownerId, changeFen.toString()]);
}
