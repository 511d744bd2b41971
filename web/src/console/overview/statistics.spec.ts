import { describe, expect, it } from 'vitest';
import { totalsOf } from './statistics.js';

describe('the sums of a period', () => {
  it('are exact to the fen', () => {
    const days = Array.from({ length: 10 }, (_, i) => ({ day: `2026-11-0${i}`, tips: 2, amount: '0.10' }));
    const channels = [
      { channel: 'alipay', status: 'refunded', tips: 1, amount: '0.20', refunded: '0.20' },
      { channel: 'balance', status: 'partially_refunded', tips: 1, amount: '0.20', refunded: '0.01' },
    ] as const;
    const statistics = { from: '', to: '', by_hour: [], top_articles: [], top_authors: [] };
    expect(totalsOf({ ...statistics, by_day: days, by_channel: [...channels] })).toEqual({
      tips: 20,
      amount: '1.00',
      refunded: '0.21',
    });
  });
});
