import { describe, expect, it } from 'vitest';
import { lastDays, periodFault, readPeriod, spanOf } from './period.js';

const today = '2026-11-24';

describe('the period of the overview', () => {
  it('is the last thirty days, today included', () => {
    expect(readPeriod({}, today)).toEqual({ from: '2026-10-26', to: today });
  });

  it('is what the address says', () => {
    const query = { from: '2026-11-01', to: '2026-11-07' };
    expect(readPeriod(query, today)).toEqual(query);
  });

  it.each([
    [{ from: '2026-11-01' }],
    [{ from: 'monday', to: 'friday' }],
    [{ from: '2026-02-30', to: '2026-03-02' }],
    [{ from: '2026-11-07', to: '2026-11-01' }],
    [{ from: '2026-01-01', to: '2026-11-01' }],
  ])('is the usual one where the address says %j', (query) => {
    expect(readPeriod(query, today)).toEqual(lastDays(30, today));
  });

  it('can be 92 days long and not a day longer', () => {
    expect(periodFault({ from: '2026-08-25', to: '2026-11-24' })).toBeUndefined();
    expect(periodFault({ from: '2026-08-24', to: '2026-11-24' })).toBe('too_long');
  });

  it('is known again as one of the usual ones', () => {
    expect(spanOf(lastDays(7, today), today)).toBe(7);
    expect(spanOf({ from: '2026-11-01', to: '2026-11-07' }, today)).toBeUndefined();
  });
});
