import { describe, expect, it } from 'vitest';
import { tellDifference } from './difference.js';

const found = (check: string, expected: string, actual: string, subject = 'id1') =>
  tellDifference({ check, subject, expected, actual });

describe('a difference in the books', () => {
  it('is told in yuan where it is of money', () => {
    expect(found('account_balance', '500', '-5')).toMatchObject({ expected: '￥5.00', actual: '-￥0.05' });
  });

  it('is told in numbers where it is of counts', () => {
    expect(found('reward_count', '500', '499')).toMatchObject({ expected: '500', actual: '499' });
  });

  it('is told in the words of the check where it is of neither', () => {
    const told = found('refund_rows', '500 done, 0 pending', '0 done, 0 pending');
    expect(told).toMatchObject({ subject: 'reward', expected: '500 done, 0 pending' });
  });

  it('leads to the page about its subject, where there is one', () => {
    expect(found('fees', '3', '0').link).toBe('/console/rewards/id1');
    expect(found('bill_received', '3', '0', '2026-11-21').link).toBe('/console/reconciliation/2026-11-21');
    expect(found('account_balance', '3', '0').link).toBeUndefined();
  });

  it('of a check that is new to the page is shown as it is', () => {
    expect(found('brand_new', '500', '400')).toEqual({
      check: 'brand_new',
      subject: undefined,
      id: 'id1',
      link: undefined,
      expected: '500',
      actual: '400',
    });
  });
});
