import { describe, expect, it } from 'vitest';
import { addDays, showClock } from './clock.js';

describe('a time for operators', () => {
  it('is Beijing’s, to the second', () => {
    expect(showClock('2026-11-22T16:00:05.999Z')).toBe('2026-11-23 00:00:05');
  });
});

describe('the next day', () => {
  it('is found across months and leap days', () => {
    expect(addDays('2028-02-28', 1)).toBe('2028-02-29');
    expect(addDays('2026-12-31', 1)).toBe('2027-01-01');
  });

  it('is not made up for what is no day', () => {
    expect(addDays('someday', 1)).toBeUndefined();
    expect(addDays('2026-13-01', 1)).toBeUndefined();
  });
});
