import type { World } from '../world/world.js';

/**
 * What is due some time is due now, and at the end every unpaid order's time is over: the sweeps do the rest, in their
 * own way. Rows that a sweep has in hand are passed over.
 */
export async function hasten({ stage }: World, final: boolean): Promise<void> {
  if (final) await stage.postgres.query(EXPIRE);
  for (const sql of NOW) await stage.postgres.query(sql);
}

const NOW = [
  `UPDATE reward SET next_check_time = now() WHERE id IN (
     SELECT id FROM reward WHERE status = 'pending' ORDER BY id FOR UPDATE SKIP LOCKED)`,
  `UPDATE refund SET next_try_time = now() WHERE id IN (
     SELECT id FROM refund WHERE status = 'pending' ORDER BY id FOR UPDATE SKIP LOCKED)`,
  `UPDATE withdrawal SET next_try_time = now() WHERE id IN (
     SELECT id FROM withdrawal WHERE next_try_time IS NOT NULL ORDER BY id FOR UPDATE SKIP LOCKED)`,
];

const EXPIRE = `UPDATE reward SET expires_time = now() - interval '1 minute' WHERE id IN (
  SELECT id FROM reward WHERE status = 'pending' AND expires_time > now() ORDER BY id FOR UPDATE SKIP LOCKED)`;

/** What must not be pending any more, in words. Unpaid orders and requests that nobody decided about may be. */
export async function overdue({ stage }: World, final: boolean): Promise<string[]> {
  const { journal } = stage.gateway;
  journal.refresh();
  const trades = [...journal.trades.values()];
  const rewards = await stage.postgres.query<{ out_trade_no: string }>(
    `SELECT out_trade_no FROM reward WHERE status = 'pending'`,
  );
  const isPaid = (outTradeNo: string) => Boolean(journal.trades.get(outTradeNo)?.paidAt);
  const others = await stage.postgres.query<{ what: string }>(
    `SELECT 'refund ' || out_request_no AS what FROM refund WHERE status = 'pending'
     UNION ALL SELECT 'withdrawal ' || id || ' ' || status FROM withdrawal WHERE status IN ('approved', 'sending')`,
  );
  const told = trades.flatMap(({ outTradeNo, notices }) =>
    notices
      .filter(({ nextAt }) => nextAt !== null)
      .map(({ notifyId }) => `notification ${notifyId} of ${outTradeNo}`),
  );
  return [
    ...rewards
      .filter(({ out_trade_no: number }) => final || isPaid(number))
      .map(({ out_trade_no: number }) => `order ${number}${isPaid(number) ? ', paid' : ''}`),
    ...others.map(({ what }) => what),
    ...told,
  ];
}
