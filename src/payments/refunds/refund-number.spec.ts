import type { RefundRow } from './refund-row.js';
import { afterRefusal, findSame, isPartOfSum, sumNumber } from './refund-number.js';

const row = (out_request_no: string, status: RefundRow['status'] = 'done') =>
  ({ out_request_no, status }) as RefundRow;

describe('the row of a refund that the provider knows by a number', () => {
  it('is the one that happened after a refusal, where there is one', () => {
    const refused = row('r1', 'refused');
    const happened = row(afterRefusal('r1'));
    expect(findSame([refused], 'r1')).toBe(refused);
    expect(findSame([refused, happened], 'r1')).toBe(happened);
  });

  it('is none without a number, or under another one', () => {
    expect(findSame([row('r1')], undefined)).toBeUndefined();
    expect(findSame([row('r1')], 'r2')).toBeUndefined();
  });
});

describe('a refund whose notice has no number', () => {
  it('is part of what was booked as a sum that is as large, or larger', () => {
    const rows = [row(sumNumber(500n))];
    expect([499n, 500n, 501n].map((fen) => isPartOfSum(rows, fen))).toEqual([true, true, false]);
  });

  it('is part of no refund with a number, and of none that is not done', () => {
    expect(isPartOfSum([row('r500'), row('sum_500x'), row('xsum_500')], 1n)).toBe(false);
    expect(isPartOfSum([row(sumNumber(500n), 'pending')], 1n)).toBe(false);
  });
});
