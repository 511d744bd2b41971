import { Inject, Injectable } from '@nestjs/common';
import { CallbackLog } from './callback-log.js';
import { Inquiry } from './inquiry.js';
import { mismatch } from './mismatch.js';
import { PaymentMetrics } from './payment-metrics.js';
import {
  type Message,
  PAYMENT_PROVIDER,
  type PaymentProvider,
  type Reading,
} from './provider/payment-provider.js';
import { hasBeenPaid } from './reward-state.js';

/** What the reader who comes back is told, and the reward where there is one to show. */
export interface ReturnAnswer {
  readonly result: 'paid' | 'pending' | 'failed';
  readonly rewardId: string | undefined;
}

type Verified = Extract<Reading, { verified: true }>;
const FAILED: ReturnAnswer = { result: 'failed', rewardId: undefined };

/** The synchronous return: it only says which order to ask about; the provider's answer is what counts. */
@Injectable()
export class Returns {
  constructor(
    @Inject(PAYMENT_PROVIDER) private readonly provider: PaymentProvider,
    private readonly inquiry: Inquiry,
    private readonly log: CallbackLog,
    private readonly metrics: PaymentMetrics,
  ) {}

  /**
   * @param query the raw query string, exactly as the provider made it
   * @param from the address that stands for whoever sent it
   * @throws RateLimited
   */
  async receive(query: string, from: string): Promise<ReturnAnswer> {
    const reading = this.provider.readReturn(query);
    if (!reading.verified) {
      this.metrics.callback('return', await this.log.refuse('return', reading, from));
      return FAILED;
    }
    const { outcome, answer } = await this.act(reading.message);
    await this.record(reading, outcome);
    return answer;
  }

  private async act(message: Message): Promise<{ outcome: string; answer: ReturnAnswer }> {
    const order = await this.inquiry.findOrder(message.outTradeNo);
    const refusal = mismatch(order, message);
    if (!order || refusal) return { outcome: refusal ?? 'unknown_order', answer: FAILED };
    const outcome = hasBeenPaid(order.status)
      ? 'already_settled'
      : await this.inquiry.ask(order.out_trade_no);
    return { outcome, answer: { result: resultOf(outcome), rewardId: order.id } };
  }

  private async record({ raw }: Verified, outcome: string): Promise<void> {
    await this.log.record({ source: 'return', receivedTime: new Date(), verified: true, outcome, raw });
    this.metrics.callback('return', outcome);
  }
}

function resultOf(outcome: string): ReturnAnswer['result'] {
  switch (outcome) {
    case 'settled':
    case 'already_settled':
    case 'second_payment':
    case 'paid_before':
      return 'paid';
    case 'waiting':
    case 'not_there':
    case 'unknown':
      return 'pending';
    default:
      return 'failed';
  }
}
