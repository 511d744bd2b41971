import { describe, expect, it } from 'vitest';
import { isTipAmount, showYuan, sumYuan, toFen, toYuan } from './money.js';

describe('an amount that somebody types', () => {
  it.each(['0.01', '0.1', '5', '5.5', '9999.99'])('may be %s', (text) => {
    expect(isTipAmount(text)).toBe(true);
  });

  it.each(['', '0', '0.00', '-5', '1.001', '1e2', '10000', 'abc', ' ', '９.９', '05', '.5', '5.'])(
    'may not be %j',
    (text) => {
      expect(isTipAmount(text)).toBe(false);
    },
  );
});

describe('yuan', () => {
  it.each([
    ['5.00', 500n],
    ['0.29', 29n],
    ['-0.05', -5n],
    ['12', 1200n],
  ])('%s are whole fen', (yuan, fen) => {
    expect(toFen(yuan)).toBe(fen);
  });

  it.each(['0.00', '0.05', '-0.05', '5.00', '-12.30', '90071992547409.93'])(
    '%s come back from fen',
    (yuan) => {
      expect(toYuan(toFen(yuan))).toBe(yuan);
    },
  );

  it('keep their sign before the mark', () => {
    expect(showYuan('-5.00')).toBe('-￥5.00');
  });

  it.each([
    [[], '0.00'],
    [['0.10', '0.20'], '0.30'],
    [['5.00', '-5.01'], '-0.01'],
    [['90071992547409.91', '0.01'], '90071992547409.92'],
  ])('%j add up to %s', (amounts, sum) => {
    expect(sumYuan(amounts)).toBe(sum);
  });
});
