import { describe, expect, it } from 'vitest';
import { beijingDay, showDay, showTime } from './time.js';

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
