import { describe, expect, it } from 'vitest';
import { withdrawableOf } from './withdrawable.js';

describe('what can be withdrawn', () => {
  it.each([
    ['12.30', '5.00', '7.30'],
    ['5.00', '5.00', '0.00'],
    ['5.00', '6.00', '0.00'],
    ['0.10', '0.00', '0.10'],
  ])('of %s with %s too young is %s', (balance, pending, rest) => {
    expect(withdrawableOf({ balance, pending })).toBe(rest);
  });
});
