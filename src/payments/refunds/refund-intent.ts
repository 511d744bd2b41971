import type { EntityManager } from 'typeorm';
import type { RewardRow } from '../reward-row.js';
import type { PendingRefund } from './refund-attempt.js';
import { completeRefund, holdRefund, type NewRefund } from './refund-booking.js';
import { lockReward } from './refund-lock.js';

/**
 * Writes a refund down and holds its money. A tip from balance has no gateway to ask: it is complete at once, the
 * reader has the money back. The reward must be locked and have that much left.
 */
export async function intendRefund(
  tx: EntityManager,
  reward: RewardRow,
  refund: NewRefund,
): Promise<PendingRefund> {
  const held = await holdRefund(tx, reward, refund);
  const { out_trade_no } = reward;
  if (reward.channel !== 'balance') return { ...held, out_trade_no };
  const fresh = await lockReward(tx, reward.id);
  if (!fresh) throw new Error('a locked reward is gone');
  await completeRefund(tx, fresh, held, 'admin');
  return { ...held, status: 'done', out_trade_no };
}
