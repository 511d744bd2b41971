import fc from 'fast-check';
import { formatYuan } from './fen.js';
import { parseMoneyInput } from './money.dto.js';

describe('an amount as clients send it', () => {
  it('is the same as a number, as a string and as a string with two decimals', () => {
    fc.assert(
      fc.property(fc.bigInt(1n, 999_999n), (fen) => {
        const yuan = formatYuan(fen);
        expect([
          parseMoneyInput(yuan),
          parseMoneyInput(Number(yuan)),
          parseMoneyInput(String(Number(yuan))),
        ]).toEqual([fen, fen, fen]);
      }),
      { numRuns: 1000 },
    );
  });

  it('is never rounded: a number with more than two decimals is no amount', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.001, max: 9999, noNaN: true }), (value) => {
        const fen = parseMoneyInput(value);
        expect(fen === undefined || Number(formatYuan(fen)) === value).toBe(true);
      }),
    );
  });

  it.each([
    [-5],
    [1.001],
    ['1e2'],
    ['abc'],
    [null],
    [[5]],
    [{}],
    ['0x10'],
    [' '],
    [undefined],
    ['９.９'],
    [true],
    [NaN],
    [Infinity],
    [5n],
  ])('%p is none', (value) => {
    expect(parseMoneyInput(value)).toBeUndefined();
  });
});
