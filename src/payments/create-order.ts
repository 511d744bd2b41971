import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Lane } from '../database/lane.js';
import { execute, statement } from '../database/statement.js';
import { formatPercent } from '../money/percent.js';
import type { IdempotencyKey } from './idempotency.js';
import { REWARD_RECORD } from './reward-row.js';

/** An order about to be written. Amount in fen. */
export interface NewReward {
  readonly id: string;
  readonly outTradeNo: string;
  readonly readerId: string;
  readonly authorId: string;
  readonly articleId: string;
  readonly amountFen: bigint;
  readonly subject: string;
  readonly message: string;
  readonly anonymous: boolean;
  readonly hideAmount: boolean;
  readonly createdTime: Date;
  /** Null for a tip from balance. */
  readonly expiresTime: Date | null;
  /** When the provider is first asked about it; null for a tip from balance. */
  readonly nextCheckTime: Date | null;
  /** The commission's rate, in hundredths of a percent, and what it comes to, in fen. */
  readonly feeRate: bigint;
  readonly feeFen: bigint;
}

interface NewOrder {
  readonly reward: NewReward;
  readonly key: IdempotencyKey | undefined;
}

const INSERT = statement<{ id: string }>(
  'payments.create_orders',
  `WITH input AS (
     SELECT * FROM json_to_recordset($1::json) AS r(${REWARD_RECORD}, key_user_id uuid, key_route text, key text,
       key_digest text)
   ), claimed AS (
     INSERT INTO idempotency_key (user_id, route, key, request_digest, resource_id)
     SELECT key_user_id, key_route, key, decode(key_digest, 'hex'), id FROM input WHERE key IS NOT NULL
     ORDER BY key_user_id, key_route, key
     ON CONFLICT DO NOTHING RETURNING resource_id
   )
   INSERT INTO reward (id, out_trade_no, reader_id, author_id, article_id, amount_fen, channel, status, subject,
     message, created_time, expires_time, next_check_time, fee_percent, fee_fen, anonymous, hide_amount)
   SELECT id, out_trade_no, reader_id, author_id, article_id, amount_fen, channel, status, subject,
     message, created_time, expires_time, next_check_time, fee_percent, fee_fen, anonymous, hide_amount
   FROM input WHERE key IS NULL OR id IN (SELECT resource_id FROM claimed)
   RETURNING id`,
);

/** How many orders one statement inserts, and how many may wait for their turn. */
const LANE = { maxBatch: 200, maxWaiting: 2000 };

/** Writes pending orders, many at a time, each with its Idempotency-Key in the same statement. */
@Injectable()
export class OrderWriter {
  private readonly lane = new Lane((orders: readonly NewOrder[]) => this.insert(orders), LANE);

  constructor(@Inject(DataSource) private readonly dataSource: DataSource) {}

  /** @returns false where the key was taken by another request meanwhile; then nothing was written. */
  write(reward: NewReward, key: IdempotencyKey | undefined): Promise<boolean> {
    return this.lane.run({ reward, key });
  }

  /** Resolves when every order that was begun is written. */
  idle(): Promise<void> {
    return this.lane.idle();
  }

  private async insert(orders: readonly NewOrder[]): Promise<boolean[]> {
    const rows = orders.map(({ reward, key }) => ({ ...rewardRecord(reward, 'alipay'), ...keyRecord(key) }));
    const written = new Set(
      (await execute(this.dataSource, INSERT, [JSON.stringify(rows)])).map(({ id }) => id),
    );
    return orders.map(({ reward }) => written.has(reward.id));
  }
}

/** A pending reward as a JSON record (see REWARD_RECORD). */
export function rewardRecord(
  reward: NewReward,
  channel: 'alipay' | 'balance',
): Record<string, string | boolean | null> {
  return {
    id: reward.id,
    out_trade_no: reward.outTradeNo,
    reader_id: reward.readerId,
    author_id: reward.authorId,
    article_id: reward.articleId,
    amount_fen: reward.amountFen.toString(),
    channel,
    status: 'pending',
    subject: reward.subject,
    message: reward.message,
    anonymous: reward.anonymous,
    hide_amount: reward.hideAmount,
    created_time: reward.createdTime.toISOString(),
    expires_time: reward.expiresTime?.toISOString() ?? null,
    next_check_time: reward.nextCheckTime?.toISOString() ?? null,
    fee_percent: formatPercent(reward.feeRate),
    fee_fen: reward.feeFen.toString(),
  };
}

function keyRecord(key: IdempotencyKey | undefined): Record<string, string> {
  if (!key) return {};
  return {
    key_user_id: key.userId,
    key_route: key.route,
    key: key.key,
    key_digest: key.requestDigest.toString('hex'),
  };
}
