import type { EntityManager } from 'typeorm';
import { execute, statement } from '../../database/statement.js';
import { REWARD_COLUMNS, type RewardRow } from '../reward-row.js';
import { REFUND_COLUMNS, type RefundRow } from './refund-row.js';

const LOCK_REWARD = statement<RewardRow>(
  'refunds.lock_reward',
  `SELECT ${REWARD_COLUMNS} FROM reward WHERE id = $1 FOR NO KEY UPDATE`,
);

const LOCK_REFUND = statement<RefundRow>(
  'refunds.lock_refund',
  `SELECT ${REFUND_COLUMNS} FROM refund WHERE id = $1 AND author_id = $2 FOR NO KEY UPDATE`,
);

/** Locks a reward by its id. */
export async function lockReward(tx: EntityManager, id: string): Promise<RewardRow | undefined> {
  return (await execute(tx, LOCK_REWARD, [id]))[0];
}

/** Locks a refund after its reward, always in this order. */
export async function lockRefund(
  tx: EntityManager,
  { id, reward_id }: Pick<RefundRow, 'id' | 'reward_id'>,
): Promise<{ reward: RewardRow; refund: RefundRow }> {
  const reward = await lockReward(tx, reward_id);
  const [refund] = reward ? await execute(tx, LOCK_REFUND, [id, reward.author_id]) : [];
  if (!reward || !refund) throw new Error('a refund or its reward is gone');
  return { reward, refund };
}
