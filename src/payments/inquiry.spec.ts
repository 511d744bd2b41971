import type { DataSource } from 'typeorm';
import type { CallbackLog } from './callback-log.js';
import { Inquiry } from './inquiry.js';
import type { OrderNumbers } from './order-numbers.js';
import type { PaymentMetrics } from './payment-metrics.js';
import type { Answer, CloseAnswer, Message, PaymentProvider } from './provider/payment-provider.js';
import type { ProviderRefunds } from './refunds/provider-refund.js';
import type { Settlement } from './settle.js';

/** A provider that answers what it is told, and what is asked of it; nothing reaches a database. */
function inquiryWith(...answers: (Answer | Promise<Answer>)[]) {
  const asked: string[] = [];
  const closeAnswers: CloseAnswer[] = [];
  const provider: Pick<PaymentProvider, 'query' | 'close'> = {
    query: async (outTradeNo) => {
      asked.push(`query ${outTradeNo}`);
      return (await answers.shift()) ?? { kind: 'unknown' };
    },
    close: (outTradeNo) => {
      asked.push(`close ${outTradeNo}`);
      return Promise.resolve(closeAnswers.shift() ?? 'unknown');
    },
  };
  const inquiry = new Inquiry(
    { transaction: () => Promise.resolve('closed') } as unknown as DataSource,
    provider as PaymentProvider,
    { settle: () => Promise.resolve('settled') } as unknown as Settlement,
    {} as ProviderRefunds,
    { record: () => Promise.resolve() } as unknown as CallbackLog,
    { callback: () => undefined } as unknown as PaymentMetrics,
    {} as OrderNumbers,
  );
  return { inquiry, asked, closeAnswers };
}

function known(state: Message['state']): Answer {
  const message = { outTradeNo: 'o1', tradeNo: 't1', amountFen: 100n, state, refundedFen: 0n } as Message;
  return { kind: 'known', message, raw: { params: {}, digest: Buffer.alloc(16) } };
}

describe('asking the provider', () => {
  it('is one question for all who ask at the same time, and another one afterwards', async () => {
    const { inquiry, asked } = inquiryWith(known('waiting'), known('paid'));
    expect(await Promise.all([inquiry.ask('o1'), inquiry.ask('o1'), inquiry.ask('o1')])).toEqual(
      Array.from({ length: 3 }, () => 'waiting'),
    );
    expect(asked).toEqual(['query o1']);
    expect(await inquiry.ask('o1')).toBe('settled');
    expect(asked).toEqual(['query o1', 'query o1']);
  });

  it('is a question for each order', async () => {
    const { inquiry, asked } = inquiryWith(known('waiting'), known('waiting'));
    await Promise.all([inquiry.ask('o1'), inquiry.ask('o2')]);
    expect(asked).toEqual(['query o1', 'query o2']);
  });

  it('can be tried again where it failed', async () => {
    const { inquiry } = inquiryWith(Promise.reject(new Error('away')), known('waiting'));
    await expect(inquiry.ask('o1')).rejects.toThrow('away');
    expect(await inquiry.ask('o1')).toBe('waiting');
  });

  it('is waited for when the server ends', async () => {
    let answer: (answer: Answer) => void = () => undefined;
    const { inquiry } = inquiryWith(new Promise<Answer>((resolve) => (answer = resolve)));
    const events: string[] = [];
    const asking = inquiry.ask('o1').then(() => events.push('answered'));
    const idle = inquiry.idle().then(() => events.push('idle'));
    answer(known('waiting'));
    await Promise.all([asking, idle]);
    expect(events).toEqual(['answered', 'idle']);
  });
});

describe('ending an order whose time is over', () => {
  it('closes at the provider, and then here, what is not paid', async () => {
    const { inquiry, asked, closeAnswers } = inquiryWith(known('waiting'));
    closeAnswers.push('closed');
    expect(await inquiry.expire('o1')).toBe('closed');
    expect(asked).toEqual(['query o1', 'close o1']);
  });

  it.each<[string, Answer]>([
    ['settled', known('paid')],
    ['closed', known('closed')],
    ['unknown', { kind: 'unknown' }],
  ])('closes nothing at the provider where asking comes to %s', async (outcome, answer) => {
    const { inquiry, asked } = inquiryWith(answer);
    expect(await inquiry.expire('o1')).toBe(outcome);
    expect(asked).toEqual(['query o1']);
  });

  it('does not know where the provider does not answer', async () => {
    const { inquiry, asked } = inquiryWith(known('waiting'));
    expect(await inquiry.expire('o1')).toBe('unknown');
    expect(asked).toEqual(['query o1', 'close o1']);
  });

  it.each<CloseAnswer>(['not_closable', 'unknown_order'])(
    'asks once more where the provider does not close: %s',
    async (closeAnswer) => {
      const { inquiry, asked, closeAnswers } = inquiryWith(known('waiting'), known('paid'));
      closeAnswers.push(closeAnswer);
      expect(await inquiry.expire('o1')).toBe('settled');
      expect(asked).toEqual(['query o1', 'close o1', 'query o1']);
    },
  );
});
