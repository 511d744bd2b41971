import fc from 'fast-check';
import { formatYuan, parseYuan } from './fen.js';

describe('money as fen', () => {
  it('comes back from its yuan', () => {
    fc.assert(
      fc.property(fc.bigInt(0n, 10n ** 17n), (fen) => {
        expect(parseYuan(formatYuan(fen))).toBe(fen);
      }),
    );
  });

  it('reads only what it could have written, or that without trailing zeros', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^-?\d{0,4}\.?\d{0,4}$/)), (text) => {
        const fen = parseYuan(text);
        const canonical =
          fen === undefined ? [] : [formatYuan(fen), formatYuan(fen).replace(/\.?0{1,2}$/, '')];
        expect(fen === undefined || canonical.includes(text) || `${text}0` === canonical[0]).toBe(true);
      }),
    );
  });

  it.each([
    ['0', 0n],
    ['0.01', 1n],
    ['0.1', 10n],
    ['0.29', 29n],
    ['4.35', 435n],
    ['19.99', 1999n],
    ['9999.99', 999_999n],
    ['9007199254740993', 900_719_925_474_099_300n],
  ])('reads %s exactly', (text, fen) => {
    expect(parseYuan(text)).toBe(fen);
  });

  it.each([
    '',
    ' ',
    '-1',
    '+1',
    '1.',
    '.1',
    '01',
    '1.001',
    '1e2',
    '0x10',
    '1,00',
    '９.９',
    '1\n',
    '1_0',
    'NaN',
    '１',
    '99999999999999999',
  ])('does not read %p', (text) => {
    expect(parseYuan(text)).toBeUndefined();
  });

  it.each([
    [0n, '0.00'],
    [5n, '0.05'],
    [-5n, '-0.05'],
    [-12345n, '-123.45'],
    [100n, '1.00'],
  ])('writes %p fen', (fen, text) => {
    expect(formatYuan(fen)).toBe(text);
  });
});
