import type { Trade } from '../../../simulator/trade.js';
import type { Transfer } from '../../../simulator/transfers/transfer.js';
import type { World } from '../world/world.js';

interface RewardRow {
  id: string;
  out_trade_no: string;
  trade_no: string | null;
  status: string;
  channel: 'alipay' | 'balance';
  amount_fen: string;
  refunded_fen: string;
  held_fen: string;
  author_id: string;
  message: string;
  credited_fen: string;
}

interface WithdrawalRow {
  id: string;
  status: string;
  amount_fen: string;
  name: string;
}

/** What the database says, and what Alipay says, at one moment of rest. */
export interface Books {
  readonly trades: ReadonlyMap<string, Trade>;
  readonly transfers: ReadonlyMap<string, Transfer>;
  /** By id. */
  readonly rewards: ReadonlyMap<string, RewardRow>;
  readonly rewardsByNumber: ReadonlyMap<string, RewardRow>;
  readonly withdrawals: ReadonlyMap<string, WithdrawalRow>;
  readonly refunds: ReadonlyMap<string, { reason: string; status: string; amount_fen: string }>;
  /** The genuine notifications that are kept, by notify_id. */
  readonly noticesKept: ReadonlySet<string>;
  /** What everybody owns, debts taken off, by user. */
  readonly netFen: ReadonlyMap<string, bigint>;
}

export async function readBooks({ stage }: World): Promise<Books> {
  const { gateway, postgres } = stage;
  gateway.journal.refresh();
  const rewards = await postgres.query<RewardRow>(
    `SELECT r.id, out_trade_no, trade_no, status, channel, amount_fen, refunded_fen, held_fen, author_id, message,
       coalesce((SELECT sum(t.amount_fen) FROM transfer t
         WHERE t.subject_id = r.id AND t.kind IN ('reward', 'fee', 'balance_reward')), 0) AS credited_fen
     FROM reward r`,
  );
  const withdrawals = await postgres.query<WithdrawalRow>(
    'SELECT id, status, amount_fen, name FROM withdrawal',
  );
  const refunds = await postgres.query<{ id: string; reason: string; status: string; amount_fen: string }>(
    'SELECT id, reason, status, amount_fen FROM refund',
  );
  const notices = await postgres.query<{ id: string }>(
    `SELECT DISTINCT params->>'notify_id' AS id FROM callback WHERE verified AND source = 'notify'`,
  );
  const nets = await postgres.query<{ owner_id: string; fen: string }>(
    `SELECT owner_id, sum(CASE kind WHEN 'debt' THEN -balance_fen ELSE balance_fen END) AS fen
     FROM account WHERE owner_id IS NOT NULL GROUP BY 1`,
  );
  return {
    trades: gateway.journal.trades,
    transfers: gateway.journal.transfers,
    rewards: new Map(rewards.map((row) => [row.id, row])),
    rewardsByNumber: new Map(rewards.map((row) => [row.out_trade_no, row])),
    withdrawals: new Map(withdrawals.map((row) => [row.id, row])),
    refunds: new Map(refunds.map((row) => [row.id, row])),
    noticesKept: new Set(notices.map(({ id }) => id)),
    netFen: new Map(nets.map(({ owner_id: id, fen }) => [id, BigInt(fen)])),
  };
}
