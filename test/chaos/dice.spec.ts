import { Dice } from './dice.js';

const rolls = (dice: Dice) => Array.from({ length: 20 }, () => dice.between(1, 1000));

describe('dice', () => {
  it('roll the same for the same seed and name, and otherwise not', () => {
    expect(rolls(new Dice(7).for('reader'))).toEqual(rolls(new Dice(7).for('reader')));
    expect(rolls(new Dice(7).for('reader'))).not.toEqual(rolls(new Dice(8).for('reader')));
    expect(rolls(new Dice(7).for('reader'))).not.toEqual(rolls(new Dice(7).for('author')));
  });

  it('reach both ends and nothing beyond, and pick nothing that has no weight', () => {
    const dice = new Dice(1);
    const seen = new Set(Array.from({ length: 500 }, () => dice.between(1, 3)));
    expect([...seen].sort()).toEqual([1, 2, 3]);
    const names = new Set(Array.from({ length: 500 }, () => dice.weighted({ a: 1, b: 3, never: 0 })));
    expect([...names].sort()).toEqual(['a', 'b']);
  });

  it('have nothing to pick from an empty list', () => {
    const nothing: string[] = [];
    expect(new Dice(1).pickAny(nothing)).toBeUndefined();
    expect(() => new Dice(1).pick(nothing)).toThrow('nothing to pick from');
    expect(new Dice(1).pick(['one'])).toBe('one');
  });
});
