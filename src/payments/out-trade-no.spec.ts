import { newOutTradeNo } from './out-trade-no.js';

describe('an order number', () => {
  it('is letters and digits, at most 64', () => {
    expect(newOutTradeNo(new Date('2026-11-22T16:00:00.007Z'))).toMatch(/^20261123000000007[0-9a-f]{24}$/);
  });

  it('is never the same twice, not even in the same millisecond', () => {
    const now = new Date();
    const numbers = Array.from({ length: 10_000 }, () => newOutTradeNo(now));
    expect(new Set(numbers).size).toBe(10_000);
  });

  it('sorts by time, over years', () => {
    const times = [
      '2026-01-01T00:00:00.000Z',
      '2026-01-01T00:00:00.001Z',
      '2026-09-30T15:59:59.999Z',
      '2031-12-31T16:00:00.000Z',
    ];
    const numbers = times.map((time) => newOutTradeNo(new Date(time)));
    expect([...numbers].sort()).toEqual(numbers);
  });
});
