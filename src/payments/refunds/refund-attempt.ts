import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { execute, statement } from '../../database/statement.js';
import { inTransaction } from '../../database/transaction.js';
import {
  PAYMENT_PROVIDER,
  type PaymentProvider,
  type RefundAnswer,
  type RefundOrder,
} from '../provider/payment-provider.js';
import type { RefundStatus } from '../refund.entity.js';
import { completeRefund, refuseRefund } from './refund-booking.js';
import { lockRefund } from './refund-lock.js';
import type { RefundRow } from './refund-row.js';

/** A pending refund with what the provider needs to know. */
export interface PendingRefund extends RefundRow {
  out_trade_no: string;
}

const FIND = statement<PendingRefund>(
  'refunds.pending_of_reward',
  `SELECT f.id, f.reward_id, f.author_id, f.out_request_no, f.amount_fen, f.fee_fen, f.status, f.origin, f.reason,
     f.refusal, f.try_count, f.created_time, f.adopted, r.out_trade_no
   FROM refund f JOIN reward r ON r.id = f.reward_id WHERE f.reward_id = $1 AND f.status = 'pending' ORDER BY f.id`,
);

/** Calls the gateway for refunds that are written down, and records what came of it. No transaction is open meanwhile. */
@Injectable()
export class RefundAttempts {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(PAYMENT_PROVIDER) private readonly provider: PaymentProvider,
  ) {}

  /** The first attempt, right after the intent was committed. */
  async begin(refund: PendingRefund): Promise<RefundStatus> {
    return this.record(refund, await this.refund(refund));
  }

  /** A refund whose outcome was unknown: asked about, and where it was not done, repeated with the same number. */
  async resolve(refund: PendingRefund): Promise<RefundStatus> {
    const state = await this.provider.queryRefund(refund.out_trade_no, refund.out_request_no);
    if (state.kind === 'unknown') return 'pending';
    if (state.kind === 'done') return this.record(refund, { kind: 'done' });
    return this.begin(refund);
  }

  /** Resolves what is pending of one reward. @returns whether nothing is pending any more. */
  async resolveAll(rewardId: string): Promise<boolean> {
    const outcomes: RefundStatus[] = [];
    for (const refund of await execute(this.dataSource, FIND, [rewardId])) {
      outcomes.push(await this.resolve(refund));
    }
    return !outcomes.includes('pending');
  }

  private async refund(refund: PendingRefund): Promise<RefundAnswer> {
    const order: RefundOrder = {
      outTradeNo: refund.out_trade_no,
      refundNo: refund.out_request_no,
      amountFen: BigInt(refund.amount_fen),
      reason: refund.reason,
    };
    const answer = await this.provider.refund(order);
    if (answer.kind !== 'unknown') return answer;
    // Repeated, a refund that is done answers "no money moved in this call": its state tells.
    const state = await this.provider.queryRefund(order.outTradeNo, order.refundNo);
    return state.kind === 'done' ? { kind: 'done' } : answer;
  }

  /** Whoever comes second finds the refund resolved and changes nothing. */
  private record(pending: PendingRefund, answer: RefundAnswer): Promise<RefundStatus> {
    if (answer.kind === 'unknown') return Promise.resolve('pending');
    return inTransaction(this.dataSource, async (tx) => {
      const { reward, refund } = await lockRefund(tx, pending);
      if (refund.status !== 'pending') return refund.status;
      if (answer.kind === 'done') await completeRefund(tx, reward, refund, 'gateway');
      else await refuseRefund(tx, reward, refund, answer.reason);
      return answer.kind;
    });
  }
}
