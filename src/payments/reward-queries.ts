import type { DataSource, EntityManager } from 'typeorm';
import { execute, statement } from '../database/statement.js';
import { REWARD_COLUMNS, type RewardRow } from './reward-row.js';

const BY_ID = statement<RewardRow>(
  'payments.reward_by_id',
  `SELECT ${REWARD_COLUMNS} FROM reward WHERE id = $1`,
);

const BY_OUT_TRADE_NO = statement<RewardRow>(
  'payments.reward_by_out_trade_no',
  `SELECT ${REWARD_COLUMNS} FROM reward WHERE out_trade_no = $1`,
);

/** A reward by its id, which must be a well-formed one. */
export async function findRewardRow(
  on: DataSource | EntityManager,
  id: string,
): Promise<RewardRow | undefined> {
  return (await execute(on, BY_ID, [id]))[0];
}

/** A reward by its order number. */
export async function findOrder(
  on: DataSource | EntityManager,
  outTradeNo: string,
): Promise<RewardRow | undefined> {
  return (await execute(on, BY_OUT_TRADE_NO, [outTradeNo]))[0];
}
