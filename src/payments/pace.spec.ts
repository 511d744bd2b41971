import { Pace } from './pace.js';

const nextTurn = () => new Promise((resolve) => setImmediate(resolve));

describe('a pace', () => {
  /** Begins so many, and notes by their numbers who may begin. */
  function crowd(pace: Pace, count: number): number[] {
    const begun: number[] = [];
    for (let n = 0; n < count; n++) void pace.begin().then(() => begun.push(n));
    return begun;
  }

  it('lets those begin at once for whom the turn has room', async () => {
    const begun = crowd(new Pace(3), 3);
    await Promise.resolve();
    await Promise.resolve();
    expect(begun).toEqual([0, 1, 2]);
  });

  it('lets the others begin in later turns, so many in each, in the order in which they came', async () => {
    const pace = new Pace(3);
    const begun = crowd(pace, 8);
    const seen: number[] = [];
    for (let turn = 0; turn < 4; turn++) {
      await nextTurn();
      seen.push(begun.length);
    }
    expect(begun).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    expect(seen[0]).toBeLessThanOrEqual(6);
    expect(seen.at(-1)).toBe(8);
  });

  it('does not let a newcomer pass those who wait', async () => {
    const pace = new Pace(1);
    const begun = crowd(pace, 3);
    await nextTurn();
    void pace.begin().then(() => begun.push(3));
    for (let turn = 0; turn < 4; turn++) await nextTurn();
    expect(begun).toEqual([0, 1, 2, 3]);
  });

  it('has room again after a turn in which nobody came', async () => {
    const pace = new Pace(1);
    await pace.begin();
    await nextTurn();
    await nextTurn();
    const begun = crowd(pace, 1);
    await Promise.resolve();
    await Promise.resolve();
    expect(begun).toEqual([0]);
  });
});
