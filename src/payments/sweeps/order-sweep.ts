import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { CONFIG, type Config } from '../../config/config.js';
import { execute, statement } from '../../database/statement.js';
import { Inquiry } from '../inquiry.js';
import { pauseMultipleSql } from './rhythm.js';
import { workThrough } from './work-through.js';

interface DueOrder {
  out_trade_no: string;
}

/**
 * Claiming moves the next question into the future, in one short statement: so any number of instances may sweep, no
 * lock is held while the gateway is asked, and what a dying instance had claimed comes due again.
 */
const CLAIM_PENDING = statement<DueOrder>(
  'sweeps.claim_pending',
  `UPDATE reward SET check_count = check_count + 1,
     next_check_time = least(expires_time, now() + $2 * ${pauseMultipleSql('check_count')} * interval '1 second')
   WHERE id IN (
     SELECT id FROM reward WHERE status = 'pending' AND next_check_time <= now() AND expires_time > now()
     ORDER BY next_check_time LIMIT $1 FOR UPDATE SKIP LOCKED)
   RETURNING out_trade_no`,
);

const CLAIM_EXPIRED = statement<DueOrder>(
  'sweeps.claim_expired',
  `UPDATE reward SET check_count = check_count + 1, next_check_time = now() + $2 * interval '1 second'
   WHERE id IN (
     SELECT id FROM reward WHERE status = 'pending' AND next_check_time <= now() AND expires_time <= now()
     ORDER BY next_check_time LIMIT $1 FOR UPDATE SKIP LOCKED)
   RETURNING out_trade_no`,
);

/** Pending orders: asked about with growing pauses, and closed when their time is over. */
@Injectable()
export class OrderSweep {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(CONFIG) private readonly config: Config,
    private readonly inquiry: Inquiry,
  ) {}

  /** A payment whose notification never came and whose browser never returned is credited by this. */
  confirm(): Promise<number> {
    const pause = this.config.orders.confirmSweepSeconds;
    return workThrough(
      (limit) => execute(this.dataSource, CLAIM_PENDING, [limit, pause]),
      ({ out_trade_no }) => this.inquiry.ask(out_trade_no),
    );
  }

  /** Closes at the gateway, then here. */
  expire(): Promise<number> {
    const pause = this.config.orders.expirySweepSeconds;
    return workThrough(
      (limit) => execute(this.dataSource, CLAIM_EXPIRED, [limit, pause]),
      ({ out_trade_no }) => this.inquiry.expire(out_trade_no),
    );
  }
}
