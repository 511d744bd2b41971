import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { inTransaction } from '../database/transaction.js';
import { CallbackLog } from './callback-log.js';
import { type CloseOutcome, closeOrder } from './close-order.js';
import { PaymentMetrics } from './payment-metrics.js';
import type { SettleOutcome } from './proof.js';
import { type Answer, PAYMENT_PROVIDER, type PaymentProvider } from './provider/payment-provider.js';
import { findOrder } from './reward-queries.js';
import { Settlement } from './settle.js';

/** What asking the provider came to. `waiting`: not paid yet; `not_there`: it never heard of the order. */
export type InquiryOutcome = SettleOutcome | CloseOutcome | 'waiting' | 'not_there' | 'unknown';

type KnownAnswer = Extract<Answer, { kind: 'known' }>;

/** How long after its expiry an order's pay address may still be answered by a slow cashier. */
const GRACE_MS = 15_000;

/** Asks the provider about an order and settles or closes it accordingly. No transaction is open meanwhile. */
@Injectable()
export class Inquiry {
  private readonly underWay = new Map<string, Promise<InquiryOutcome>>();

  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(PAYMENT_PROVIDER) private readonly provider: PaymentProvider,
    private readonly settlement: Settlement,
    private readonly log: CallbackLog,
    private readonly metrics: PaymentMetrics,
  ) {}

  /** Many who ask about the same order at the same time share one question. */
  ask(outTradeNo: string): Promise<InquiryOutcome> {
    const shared = this.underWay.get(outTradeNo);
    if (shared) return shared;
    const asked = this.askNow(outTradeNo).finally(() => this.underWay.delete(outTradeNo));
    this.underWay.set(outTradeNo, asked);
    return asked;
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
    const outcome = answer.message.state === 'closed' ? await this.close(outTradeNo) : 'waiting';
    const { raw } = answer;
    await this.log.record({ source: 'query', receivedTime: new Date(), verified: true, outcome, raw });
    return outcome;
  }

  private settle({ message, raw }: KnownAnswer): Promise<SettleOutcome> {
    return this.settlement.settle({ source: 'query', message, raw, receivedTime: new Date() });
  }

  private close(outTradeNo: string): Promise<CloseOutcome> {
    return inTransaction(this.dataSource, (tx) => closeOrder(tx, outTradeNo, 'query'));
  }

  /** An order the provider never saw can still be paid from an open page, until its address has expired. */
  private async closeWhenOver(outTradeNo: string): Promise<InquiryOutcome> {
    const order = await findOrder(this.dataSource, outTradeNo);
    const over = order?.expires_time && order.expires_time.getTime() + GRACE_MS < Date.now();
    return over ? this.close(outTradeNo) : 'not_there';
  }
}
