import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { inTransaction } from '../database/transaction.js';
import { CallbackLog } from './callback-log.js';
import { type CloseOutcome, closeOrder } from './close-order.js';
import { OrderNumbers } from './order-numbers.js';
import { PaymentMetrics } from './payment-metrics.js';
import type { SettleOutcome } from './proof.js';
import { type Answer, PAYMENT_PROVIDER, type PaymentProvider } from './provider/payment-provider.js';
import { findOrder } from './reward-queries.js';
import type { RewardRow } from './reward-row.js';
import { ProviderRefunds, bookAnswered } from './refunds/provider-refund.js';
import { Settlement } from './settle.js';

/** What asking the provider came to. `waiting`: not paid yet; `not_there`: it never heard of the order. */
export type InquiryOutcome = SettleOutcome | CloseOutcome | 'waiting' | 'not_there' | 'unknown';

type KnownAnswer = Extract<Answer, { kind: 'known' }>;

/** How far our clock and the provider's may be apart: an expired order is believed over this much later. */
const GRACE_MS = 10_000;

/** Asks the provider about an order and settles or closes it accordingly. No transaction is open meanwhile. */
@Injectable()
export class Inquiry {
  private readonly underWay = new Map<string, Promise<InquiryOutcome>>();

  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(PAYMENT_PROVIDER) private readonly provider: PaymentProvider,
    private readonly settlement: Settlement,
    private readonly refunds: ProviderRefunds,
    private readonly log: CallbackLog,
    private readonly metrics: PaymentMetrics,
    private readonly numbers: OrderNumbers,
  ) {}

  /** Many who ask about the same order at the same time share one question. */
  ask(outTradeNo: string): Promise<InquiryOutcome> {
    const shared = this.underWay.get(outTradeNo);
    if (shared) return shared;
    const asked = this.askNow(outTradeNo).finally(() => this.underWay.delete(outTradeNo));
    this.underWay.set(outTradeNo, asked);
    return asked;
  }

  /** The order with this number. One that is not here, and whose number tells of one, is asked about first. */
  async findOrder(outTradeNo: string): Promise<RewardRow | undefined> {
    const order = await findOrder(this.dataSource, outTradeNo);
    if (order || !this.numbers.read(outTradeNo)) return order;
    await this.ask(outTradeNo);
    return findOrder(this.dataSource, outTradeNo);
  }

  /**
   * Ends an order whose time is over: asks first, closes at the provider, and only then here. A payment that slips in
   * between is found by the next question and settled.
   */
  async expire(outTradeNo: string): Promise<InquiryOutcome> {
    const outcome = await this.ask(outTradeNo);
    if (outcome !== 'waiting') return outcome;
    switch (await this.provider.close(outTradeNo)) {
      case 'closed':
        return this.close(outTradeNo, 'expiry');
      case 'unknown':
        return 'unknown';
      default:
        return this.ask(outTradeNo);
    }
  }

  /** Resolves when every question that was asked is answered and acted upon. */
  async idle(): Promise<void> {
    await Promise.allSettled(this.underWay.values());
  }

  private async askNow(outTradeNo: string): Promise<InquiryOutcome> {
    const answer = await this.provider.query(outTradeNo);
    const outcome = await this.act(outTradeNo, answer);
    this.metrics.callback('query', outcome);
    return outcome;
  }

  private async act(outTradeNo: string, answer: Answer): Promise<InquiryOutcome> {
    if (answer.kind === 'unknown') return 'unknown';
    if (answer.kind === 'unknown_order') return this.closeWhenOver(outTradeNo);
    if (answer.message.state === 'paid') return this.settle(answer);
    const outcome = answer.message.state === 'closed' ? await this.close(outTradeNo, 'query') : 'waiting';
    const { raw } = answer;
    await this.log.record({ source: 'query', receivedTime: new Date(), verified: true, outcome, raw });
    return outcome;
  }

  private async settle({ message, raw }: KnownAnswer): Promise<SettleOutcome> {
    const proof = { source: 'query', message, raw, receivedTime: new Date() } as const;
    const outcome = await this.settlement.settle(proof);
    if (message.refundedFen > 0n) await bookAnswered(this.dataSource, this.refunds, message);
    return outcome;
  }

  private close(outTradeNo: string, source: string): Promise<CloseOutcome> {
    return inTransaction(this.dataSource, (tx) => closeOrder(tx, outTradeNo, source));
  }

  /** An order the provider never saw can still be paid from an open page, until its address has expired. */
  private async closeWhenOver(outTradeNo: string): Promise<InquiryOutcome> {
    const order = await findOrder(this.dataSource, outTradeNo);
    const over = order?.expires_time && order.expires_time.getTime() + GRACE_MS < Date.now();
    return over ? this.close(outTradeNo, 'expiry') : 'not_there';
  }
}
