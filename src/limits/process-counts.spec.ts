import { limits } from './limits.js';
import { ProcessCounts } from './process-counts.js';

const limit = { per: 'reader', points: 3, seconds: 60, counted: 'process' } as const;

describe('counts of a process', () => {
  let nowMs: number;
  let counts: ProcessCounts;
  beforeEach(() => {
    nowMs = 0;
    counts = new ProcessCounts(limit, () => nowMs);
  });
  const take = (key = 'a', points = 1) => counts.take(key, points);

  it('allow what the limit says, and then name the whole seconds that are left', () => {
    expect([take(), take(), take()]).toEqual([undefined, undefined, undefined]);
    nowMs = 100;
    expect(take()).toBe(60);
    nowMs = 58_500;
    expect(take()).toBe(2);
  });

  it('begin anew when the first point is that old, and not sooner for having been refused', () => {
    take('a', 3);
    nowMs = 59_999;
    expect(take()).toBe(1);
    nowMs = 60_000;
    expect([take(), take(), take(), take()]).toEqual([undefined, undefined, undefined, 60]);
  });

  it('are nobody else’s', () => {
    take('a', 3);
    expect(take('b')).toBeUndefined();
  });

  it('refuse what costs more than is left, and take nothing for it', () => {
    take('a', 2);
    expect(take('a', 2)).toBe(60);
    expect(take('a', 1)).toBeUndefined();
  });

  it('forget whoever has not come for a while', () => {
    for (let i = 0; i < 100; i++) counts.take(`early ${i}`, 1);
    nowMs = 30_000;
    take('late');
    nowMs = 60_000;
    take('later');
    expect(counts.size).toBe(2);
  });

  it('hold a bounded number of keys, however many come at once: the oldest go first', () => {
    for (let i = 0; i < 60_000; i++) counts.take(`flood ${i}`, 3);
    expect(counts.size).toBeLessThanOrEqual(50_000);
    expect(counts.take('flood 59999', 1)).toBe(60);
  });
});

describe('the table of limits', () => {
  it('leaves a name to strangers elsewhere whatever one address does to it', () => {
    const windows = Math.ceil(limits.login_name.seconds / limits.login.seconds) + 1;
    expect(windows * limits.login.points).toBeLessThan(limits.login_name.points);
  });
});
