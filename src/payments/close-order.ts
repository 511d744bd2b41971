import type { EntityManager } from 'typeorm';
import { uuidv7 } from 'uuidv7';
import { execute, statement } from '../database/statement.js';
import { announce } from '../live/announce.js';
import { rewardChanged } from './reward-announcements.js';
import { recordEvents } from './reward-history.js';
import { lockRewards } from './reward-lock.js';
import { hasBeenPaid } from './reward-state.js';

const CLOSE = statement<{ id: string }>(
  'payments.close_order',
  `UPDATE reward SET status = 'closed' WHERE id = $1 AND status = 'pending' RETURNING id`,
);

/** What closing an order came to; one that is paid stays paid. */
export type CloseOutcome = 'closed' | 'already_closed' | 'paid_before' | 'unknown_order';

/** Closes a pending order that nobody can pay any more, inside the caller's transaction. */
export async function closeOrder(
  tx: EntityManager,
  outTradeNo: string,
  source: string,
): Promise<CloseOutcome> {
  const reward = (await lockRewards(tx, [outTradeNo])).get(outTradeNo);
  if (!reward) return 'unknown_order';
  if (hasBeenPaid(reward.status)) return 'paid_before';
  const [closed] = await execute(tx, CLOSE, [reward.id]);
  if (!closed) return 'already_closed';
  await recordEvents(tx, [{ id: uuidv7(), rewardId: reward.id, source, kind: 'closed', detail: {} }]);
  await announce(tx, [rewardChanged(reward)]);
  return 'closed';
}
