import type { EntityManager } from 'typeorm';
import { execute, statement } from '../database/statement.js';
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
  const rows = await execute(tx, LOCK, [[...new Set(outTradeNos)]]);
  return new Map(rows.map((row) => [row.out_trade_no, row]));
}
