import { describe, expect, it } from 'vitest';
import { beijingDay, beijingMonths, dayAfter, showDay, showTime } from './time.js';

describe('a time', () => {
  it('is shown as it is in Beijing, in the language of the page', () => {
    expect(showTime('2026-11-22T17:05:00.000Z', 'zh-CN')).toBe('2026年11月23日 01:05');
    expect(showTime('2026-11-22T16:00:00.000Z', 'zh-CN')).toBe('2026年11月23日 00:00');
    expect(showTime('2026-11-22T17:05:00.000Z', 'en')).toMatch(/^November 23, 2026.* 01:05$/);
  });

  it('can be a day alone', () => {
    expect(showDay('2026-11-22T17:05:00.000Z', 'zh-CN')).toBe('2026年11月23日');
  });
});

describe('a day', () => {
  it('begins at midnight in Beijing', () => {
    expect(beijingDay(0, Date.parse('2026-11-22T15:59:59Z'))).toBe('2026-11-22');
    expect(beijingDay(0, Date.parse('2026-11-22T16:00:00Z'))).toBe('2026-11-23');
  });

  it('can be some days ago', () => {
    expect(beijingDay(-29, Date.parse('2026-03-01T00:00:00Z'))).toBe('2026-01-31');
  });
});

describe('the day after', () => {
  it.each([
    ['2026-11-22', '2026-11-23'],
    ['2026-12-31', '2027-01-01'],
    ['2028-02-28', '2028-02-29'],
  ])('%s is %s', (day, next) => {
    expect(dayAfter(day)).toBe(next);
  });
});

describe('the newest months', () => {
  it('begin with that of Beijing', () => {
    expect(beijingMonths(3, Date.parse('2026-12-31T16:00:00Z'))).toEqual(['2027-01', '2026-12', '2026-11']);
    expect(beijingMonths(1, Date.parse('2026-12-31T15:59:59Z'))).toEqual(['2026-12']);
  });
});
