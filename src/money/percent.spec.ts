import { formatPercent, parsePercent } from './percent.js';

describe('a rate in percent', () => {
  it.each([
    ['0', 0n],
    ['5', 500n],
    ['0.6', 60n],
    ['0.06', 6n],
    ['12.34', 1234n],
    ['99.99', 9999n],
  ])('%s is read', (text, rate) => {
    expect(parsePercent(text)).toBe(rate);
  });

  it.each(['', '.5', '5.', '100', '1.234', '-1', 'x5', '5x', '1e1', '5,5', ' 5', '５'])(
    '%p is none',
    (text) => {
      expect(parsePercent(text)).toBeUndefined();
    },
  );

  it.each([
    [0n, '0.00'],
    [6n, '0.06'],
    [60n, '0.60'],
    [1234n, '12.34'],
  ])('%s is written', (rate, text) => {
    expect(formatPercent(rate)).toBe(text);
  });
});
