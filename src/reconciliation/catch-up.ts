import { Inject, Injectable, Logger } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { execute, statement } from '../database/statement.js';
import { Inquiry } from '../payments/inquiry.js';
import { OrderNumbers } from '../payments/order-numbers.js';
import { BilledRefunds } from '../payments/refunds/billed-refund.js';
import { workThrough } from '../payments/sweeps/work-through.js';
import { PAYMENT_PAIRS, REFUND_PAIRS } from './pairs.js';

interface UnheardOf {
  out_trade_no: string;
  is_here: boolean;
}

/** Orders whose payment is not booked here, and orders that are not here at all, which only a refund may tell of. */
const UNHEARD_OF = statement<UnheardOf>(
  'reconciliation.unheard_of',
  `SELECT DISTINCT out_trade_no, reward_id IS NOT NULL AS is_here FROM (
     SELECT out_trade_no, reward_id FROM (${PAYMENT_PAIRS}) AS p
     WHERE day = $1 AND here_fen IS NULL AND out_request_no = ''
     UNION ALL
     SELECT out_trade_no, reward_id FROM (${REFUND_PAIRS}) AS r WHERE day = $1 AND reward_id IS NULL
   ) AS unheard`,
);

interface UnbookedRefund {
  out_trade_no: string;
  trade_no: string;
  out_request_no: string;
  there_fen: string;
  refunded_fen: string;
  finished_time: Date;
}

const UNBOOKED = statement<UnbookedRefund>(
  'reconciliation.unbooked_refunds',
  `SELECT * FROM (${REFUND_PAIRS}) AS p
   WHERE day = $1 AND reward_id IS NOT NULL AND here_fen IS NULL ORDER BY finished_time, line`,
);

/**
 * Does what a bill shows was missed: payments are settled after a query, refunds are booked. An order that is not here
 * is asked about where its number is one of ours: settling makes it again.
 */
@Injectable()
export class CatchUp {
  private readonly logger = new Logger('Reconciliation');

  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    private readonly inquiry: Inquiry,
    private readonly refunds: BilledRefunds,
    private readonly numbers: OrderNumbers,
  ) {}

  /** One that fails does not stop the others: it stays a difference, and is tried again with the next run. */
  async run(day: string): Promise<void> {
    const unheard = await execute(this.dataSource, UNHEARD_OF, [day]);
    const orders = unheard.filter((row) => row.is_here || this.numbers.read(row.out_trade_no) !== undefined);
    await workThrough(
      (limit) => Promise.resolve(orders.splice(0, limit)),
      ({ out_trade_no: outTradeNo }) => this.attempt(outTradeNo, () => this.inquiry.ask(outTradeNo)),
    );
    // One after the other, in the order in which they happened.
    for (const row of await execute(this.dataSource, UNBOOKED, [day])) {
      await this.attempt(row.out_trade_no, () => this.book(row));
    }
  }

  private book(row: UnbookedRefund): Promise<string> {
    return this.refunds.book({
      outTradeNo: row.out_trade_no,
      tradeNo: row.trade_no,
      outRequestNo: row.out_request_no,
      amountFen: BigInt(row.there_fen),
      refundedFen: BigInt(row.refunded_fen),
      finishedTime: row.finished_time,
    });
  }

  private async attempt(outTradeNo: string, work: () => Promise<string>): Promise<void> {
    try {
      const outcome = await work();
      this.logger.log({ outTradeNo, outcome }, 'a bill shows what was not booked here');
    } catch (error) {
      this.logger.warn({ err: error, outTradeNo }, 'what a bill shows could not be booked');
    }
  }
}
