import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { CONFIG, type Config } from '../../config/config.js';
import { execute, statement } from '../../database/statement.js';
import { type PendingRefund, RefundAttempts } from '../refunds/refund-attempt.js';
import { firstPauseSeconds, pauseMultipleSql } from './rhythm.js';
import { workThrough } from './work-through.js';

const CLAIM = statement<PendingRefund>(
  'sweeps.claim_refunds',
  `UPDATE refund f SET try_count = try_count + 1,
     next_try_time = now() + $2 * ${pauseMultipleSql('try_count')} * interval '1 second'
   FROM reward r
   WHERE r.id = f.reward_id AND f.id IN (
     SELECT id FROM refund WHERE status = 'pending' AND next_try_time <= now()
     ORDER BY next_try_time LIMIT $1 FOR UPDATE SKIP LOCKED)
   RETURNING f.id, f.reward_id, f.author_id, f.out_request_no, f.amount_fen, f.fee_fen, f.status, f.origin, f.reason,
     f.refusal, f.try_count, f.created_time, f.adopted, r.out_trade_no`,
);

/** Refunds whose outcome is unknown: asked about, and repeated with the same number, until it is known. */
@Injectable()
export class RefundSweep {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(CONFIG) private readonly config: Config,
    private readonly attempts: RefundAttempts,
  ) {}

  resolve(): Promise<number> {
    const pause = firstPauseSeconds(this.config.orders.confirmSweepSeconds);
    return workThrough(
      (limit) => execute(this.dataSource, CLAIM, [limit, pause]),
      (refund) => this.attempts.resolve(refund),
    );
  }
}
