import { describe, expect, it } from 'vitest';
import { refundAmountFault, refundableFen, spokenForFen } from './refundable.js';

const paid = {
  money: '5.00',
  refunded_money: '0.00',
  status: 'paid',
  refunds: [],
  refund_proposals: [],
} as const;

describe('what is left to give back', () => {
  it('is everything, at first', () => {
    expect(refundableFen(paid)).toBe(500n);
  });

  it('is less what was given back, to the fen', () => {
    const reward = { ...paid, money: '0.30', refunded_money: '0.10', status: 'partially_refunded' } as const;
    expect(refundableFen(reward)).toBe(20n);
  });

  it('is less what is on its way back, and not less what was refused or is counted already', () => {
    const refunds = [
      { money: '1.00', status: 'done' },
      { money: '0.07', status: 'pending' },
      { money: '2.00', status: 'refused' },
    ] as const;
    const reward = { ...paid, refunded_money: '1.00', status: 'partially_refunded', refunds } as const;
    expect(refundableFen(reward)).toBe(393n);
    expect(spokenForFen(reward)).toBe(7n);
  });

  it('is less what waits for a second administrator, and not less what one declined', () => {
    const proposals = [
      { money: '3.00', status: 'awaiting' },
      { money: '1.00', status: 'declined' },
      { money: '0.50', status: 'approved' },
    ] as const;
    const refunds = [{ money: '0.50', status: 'pending' }] as const;
    expect(refundableFen({ ...paid, refunds, refund_proposals: proposals })).toBe(150n);
  });

  it.each(['pending', 'closed', 'refunded'] as const)('is nothing where a reward is %s', (status) => {
    expect(refundableFen({ ...paid, status })).toBe(0n);
  });
});

describe('an amount to give back', () => {
  it.each(['0.01', '3.92', '3.93'])('may be %s of 3.93', (text) => {
    expect(refundAmountFault(text, 393n)).toBeUndefined();
  });

  it.each(['3.94', '4', '99999'])('may not be %s, which is more than what is left', (text) => {
    expect(refundAmountFault(text, 393n)).toBe('too_much');
  });

  it.each(['', '0', '-1', '1e1', '1.001', 'all'])('may not be %j', (text) => {
    expect(refundAmountFault(text, 393n)).toBe('no_amount');
  });
});
