import fc from 'fast-check';
import { formatYuan, parseYuan } from '../../src/money/fen.js';
import { parseMoneyInput, parseTipAmount } from '../../src/money/money.dto.js';
import { nastyJson } from '../support/fuzz/nasty.js';
import { fixtures, runs } from '../support/fuzz/seed.js';

const DIGITS = '0123456789';

/** What an amount is, said another way than by a pattern: digit by digit. @returns fen, or undefined where it is none */
function specified(text: string): bigint | undefined {
  const [whole = '', decimals, ...more] = text.split('.');
  const isNumeral = (part: string) =>
    part !== '' && [...part].every((character) => DIGITS.includes(character));
  if (
    more.length > 0 ||
    !isNumeral(whole) ||
    whole.length > 16 ||
    (whole.length > 1 && whole.startsWith('0'))
  ) {
    return undefined;
  }
  if (decimals !== undefined && (!isNumeral(decimals) || decimals.length > 2)) return undefined;
  let fen = 0n;
  for (const digit of whole + (decimals ?? '').padEnd(2, '0'))
    fen = fen * 10n + BigInt(DIGITS.indexOf(digit));
  return fen;
}

/** Almost amounts, and anything else. */
const amountText = fc.oneof(
  { weight: 3, arbitrary: fc.string({ unit: fc.constantFrom(...DIGITS, '0', '.', '-'), maxLength: 20 }) },
  { weight: 1, arbitrary: fc.tuple(fc.nat(9999), fc.nat(999)).map(([yuan, rest]) => `${yuan}.${rest}`) },
  {
    weight: 1,
    arbitrary: fc.string({
      unit: fc.constantFrom(...DIGITS, '.', ',', '+', ' ', 'e', '٣', '１', '\n', '_'),
      maxLength: 8,
    }),
  },
);

/** A value as it comes out of a JSON body; `fixtures/money.json` holds such values. */
const amountInJson = fc.oneof(
  amountText,
  fc.double(),
  fc.float(),
  fc.tuple(fc.nat(10_000_000), fc.constantFrom(1, 10, 100, 1000)).map(([n, by]) => n / by),
  nastyJson.map((text): unknown => JSON.parse(text)),
);

describe('an amount of money, whatever is sent as one', () => {
  it('is read exactly where a specification of its own takes it, and comes back as it was written', () => {
    fc.assert(
      fc.property(amountText, (text) => {
        const fen = parseYuan(text);
        expect(fen).toBe(specified(text));
        if (fen === undefined) return;
        expect(parseYuan(formatYuan(fen))).toBe(fen);
        const [whole, decimals = ''] = text.split('.');
        expect(formatYuan(fen)).toBe(`${whole!}.${decimals.padEnd(2, '0')}`);
      }),
      runs(
        20_000,
        fixtures<unknown>('money').filter((value) => typeof value === 'string'),
      ),
    );
  });

  it('is a number or a text and nothing else, and no number is rounded', () => {
    fc.assert(
      fc.property(amountInJson, (value) => {
        const fen = parseMoneyInput(value);
        if (typeof value === 'string') expect(fen).toBe(specified(value));
        else if (typeof value === 'number' && fen !== undefined)
          expect(Number(formatYuan(fen)) === value).toBe(true);
        else expect(fen).toBeUndefined();
      }),
      runs(10_000, fixtures<unknown>('money')),
    );
  });

  it('is a tip from 0.01 to 9999.99 only', () => {
    fc.assert(
      fc.property(amountInJson, (value) => {
        const fen = parseTipAmount(value);
        const plain = parseMoneyInput(value);
        expect(fen).toBe(plain !== undefined && plain >= 1n && plain <= 999_999n ? plain : undefined);
      }),
      runs(10_000, fixtures<unknown>('money')),
    );
  });
});
