import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { execute, statement } from '../database/statement.js';
import { ATTENTION_LIMIT, type Attention, attentionOf } from '../http/attention.dto.js';
import { firstIdAt } from '../http/ids.js';
import { formatYuan } from '../money/fen.js';

interface OrderRow {
  id: string;
  out_trade_no: string;
  amount_fen: string;
  subject: string;
  expires_time: Date;
}

/** Orders expire in the order in which they were made: those that are overdue are among the oldest that are pending. */
const OLDEST_PENDING = 1000;

const OVERDUE = statement<OrderRow>(
  'payments.overdue',
  `SELECT id, out_trade_no, amount_fen, subject, expires_time FROM (
     SELECT id, out_trade_no, amount_fen, subject, expires_time FROM reward
     WHERE status = 'pending' ORDER BY id LIMIT ${OLDEST_PENDING}
   ) AS oldest
   WHERE expires_time < now() - interval '5 minutes' ORDER BY id LIMIT $1`,
);

interface RefundRow {
  id: string;
  reward_id: string;
  out_trade_no: string;
  amount_fen: string;
  reason: string;
  created_time: Date;
}

const UNKNOWN_REFUNDS = statement<RefundRow>(
  'refunds.unknown',
  `SELECT f.id, f.reward_id, r.out_trade_no, f.amount_fen, f.reason, f.created_time
   FROM refund f JOIN reward r ON r.id = f.reward_id
   WHERE f.status = 'pending' AND f.created_time < now() - interval '1 minute' ORDER BY f.id LIMIT $1`,
);

interface MessageRow {
  id: string;
  received_time: Date;
  outcome: string;
  out_trade_no: string;
}

const COLUMNS = 'id, received_time, outcome, out_trade_no';

/** Of a day, by their ids: each half is an index of its own (callback_unverified, callback_refused). */
const REFUSED = statement<MessageRow>(
  'payments.refused_callbacks',
  `SELECT * FROM (
     (SELECT ${COLUMNS} FROM callback
      WHERE NOT verified AND id >= $1 AND received_time > now() - interval '24 hours' ORDER BY id LIMIT $2)
     UNION ALL
     (SELECT ${COLUMNS} FROM callback
      WHERE verified AND outcome IN
          ('unknown_order', 'amount_mismatch', 'wrong_seller', 'wrong_app', 'ambiguous', 'wrong_kind', 'bad_content')
        AND id >= $1 AND received_time > now() - interval '24 hours' ORDER BY id LIMIT $2)
   ) AS refused ORDER BY id LIMIT $2`,
);

const DAY_MS = 24 * 60 * 60 * 1000;

/** What of tips, refunds and messages waits for a human: a few index ranges, never more than a hundred of a kind. */
@Injectable()
export class PaymentAttention {
  constructor(@Inject(DataSource) private readonly dataSource: DataSource) {}

  async find() {
    return [await this.overdueOrders(), await this.unknownRefunds(), await this.refusedCallbacks()];
  }

  private async overdueOrders(): Promise<Attention<'pending_too_long'>> {
    const rows = await execute(this.dataSource, OVERDUE, [ATTENTION_LIMIT]);
    return attentionOf(
      'pending_too_long',
      rows,
      ({ id, out_trade_no, amount_fen, subject, expires_time }) => ({
        id,
        time: expires_time.toISOString(),
        money: formatYuan(BigInt(amount_fen)),
        text: subject,
        reward_id: id,
        out_trade_no,
      }),
    );
  }

  private async unknownRefunds(): Promise<Attention<'refunds_unknown'>> {
    const rows = await execute(this.dataSource, UNKNOWN_REFUNDS, [ATTENTION_LIMIT]);
    return attentionOf('refunds_unknown', rows, ({ created_time, amount_fen, reason, ...ids }) => ({
      ...ids,
      time: created_time.toISOString(),
      money: formatYuan(BigInt(amount_fen)),
      text: reason,
    }));
  }

  private async refusedCallbacks(): Promise<Attention<'callbacks_refused'>> {
    const dayAgo = firstIdAt(new Date(Date.now() - DAY_MS));
    const rows = await execute(this.dataSource, REFUSED, [dayAgo, ATTENTION_LIMIT]);
    return attentionOf('callbacks_refused', rows, ({ id, received_time, outcome, out_trade_no }) => ({
      id,
      time: received_time.toISOString(),
      text: outcome,
      out_trade_no: out_trade_no === '' ? null : out_trade_no,
    }));
  }
}
