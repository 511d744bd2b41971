import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { inTransaction } from '../database/transaction.js';
import { CallbackLog, recordVerified } from './callback-log.js';
import { closeOrder } from './close-order.js';
import { Inquiry } from './inquiry.js';
import { isMismatch, mismatch } from './mismatch.js';
import { Pace } from './pace.js';
import { PaymentMetrics } from './payment-metrics.js';
import {
  type Message,
  PAYMENT_PROVIDER,
  type PaymentProvider,
  type Reading,
} from './provider/payment-provider.js';
import type { RewardRow } from './reward-row.js';
import { hasBeenPaid } from './reward-state.js';
import { ProviderRefunds } from './refunds/provider-refund.js';
import { Settlement } from './settle.js';

/** `success`: recorded, needs no resend. `refused`: not for us. `again`: cannot be decided now, send it again. */
export type NotificationAnswer = 'success' | 'refused' | 'again';

/**
 * How many notifications are read and verified in one turn of the event loop: about a millisecond of work. Between
 * turns the process hears what the database has answered; otherwise that answer would wait until a whole burst is
 * verified, and with it the database, its locks and everybody who waits for them.
 */
const VERIFIED_A_TURN = 6;

type Verified = Extract<Reading, { verified: true }>;

/** The asynchronous notification: read, verify, act, COMMIT, and only then answer. */
@Injectable()
export class Notifications {
  private readonly pace = new Pace(VERIFIED_A_TURN);

  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(PAYMENT_PROVIDER) private readonly provider: PaymentProvider,
    private readonly settlement: Settlement,
    private readonly inquiry: Inquiry,
    private readonly refunds: ProviderRefunds,
    private readonly log: CallbackLog,
    private readonly metrics: PaymentMetrics,
  ) {}

  /**
   * @param from the address that stands for whoever sent it
   * @throws RateLimited, or whatever the database throws: the provider must then send again
   */
  async receive(body: Buffer, from: string): Promise<NotificationAnswer> {
    await this.pace.begin();
    const reading = this.provider.readNotification(body);
    const outcome = reading.verified
      ? await this.act(reading)
      : await this.log.refuse('notify', reading, from);
    this.metrics.callback('notify', outcome);
    if (!reading.verified || isMismatch(outcome)) return 'refused';
    return outcome === 'unconfirmed' || outcome === 'not_paid' ? 'again' : 'success';
  }

  private async act(reading: Verified): Promise<string> {
    const { message, raw } = reading;
    if (message.state === 'paid' && message.refundedFen === 0n && !message.stranger) {
      return this.settlement.settle({ source: 'notify', message, raw, receivedTime: new Date() });
    }
    const order = await this.inquiry.findOrder(message.outTradeNo);
    const refusal = mismatch(order, message);
    if (refusal) return this.record(reading, () => Promise.resolve(refusal));
    return this.record(reading, await this.choose(message, order));
  }

  /** What to do, in the transaction that records the message, about one that is no plain payment. */
  private async choose(message: Message, order: RewardRow | undefined) {
    if (message.state === 'waiting') return () => Promise.resolve('waiting');
    if (message.state === 'closed') {
      return (tx: EntityManager) => closeOrder(tx, message.outTradeNo, 'notify');
    }
    const paid = order && (hasBeenPaid(order.status) || (await this.provePayment(message)));
    if (!paid) return () => Promise.resolve('unconfirmed');
    return this.refunds.prepare(message, order.id);
  }

  /** A refund tells of a payment that we have not seen: the provider is asked, and the whole amount settled first. */
  private async provePayment({ outTradeNo }: Message): Promise<boolean> {
    const answer = await this.provider.query(outTradeNo);
    if (answer.kind !== 'known' || answer.message.state === 'waiting') return false;
    const message: Message = { ...answer.message, state: 'paid' };
    const proof = { source: 'query', message, raw: answer.raw, receivedTime: new Date() } as const;
    const outcome = await this.settlement.settle(proof);
    return outcome === 'settled' || outcome === 'already_settled';
  }

  private record(reading: Verified, work: (tx: EntityManager) => Promise<string>): Promise<string> {
    const receivedTime = new Date();
    return inTransaction(this.dataSource, async (tx) => {
      const outcome = await work(tx);
      await recordVerified(tx, [
        { source: 'notify', receivedTime, verified: true, outcome, raw: reading.raw },
      ]);
      return outcome;
    });
  }
}
