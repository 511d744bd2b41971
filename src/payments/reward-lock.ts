import type { EntityManager } from 'typeorm';
import { type Command, execute, statement } from '../database/statement.js';
import { type AccountRow, lockingAccountsOf } from '../wallet/locked-accounts.js';
import { REWARD_COLUMNS, type RewardRow } from './reward-row.js';

const LOCK = statement<RewardRow>(
  'payments.lock_rewards',
  `SELECT ${REWARD_COLUMNS} FROM reward WHERE out_trade_no = ANY($1::text[]) ORDER BY id FOR NO KEY UPDATE`,
);

/** Locks rewards in id order and answers them by their order number. */
export async function lockRewards(
  tx: EntityManager,
  outTradeNos: readonly string[],
): Promise<Map<string, RewardRow>> {
  return byNumber(await execute(tx, LOCK, [[...new Set(outTradeNos)]]));
}

export function byNumber(rows: readonly RewardRow[]): Map<string, RewardRow> {
  return new Map(rows.map((row) => [row.out_trade_no, row]));
}

/** An array, so that the plan that is kept finds accounts by their index at any size, as with a list of ids. */
const LOCK_AUTHORS_ACCOUNTS = statement<AccountRow>(
  'payments.lock_authors_accounts',
  lockingAccountsOf(
    'ARRAY(SELECT author_id FROM reward WHERE out_trade_no = ANY($1::text[]) AND paid_time IS NULL)',
  ),
);

/** Locks, not yet sent, for settling: rewards in id order, then all accounts of the authors who are not yet credited. */
export function lockingToSettle(
  outTradeNos: readonly string[],
): readonly [Command<RewardRow>, Command<AccountRow>] {
  const values = [[...new Set(outTradeNos)]];
  return [
    { statement: LOCK, values },
    { statement: LOCK_AUTHORS_ACCOUNTS, values },
  ];
}
