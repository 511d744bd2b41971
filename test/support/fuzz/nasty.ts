import fc from 'fast-check';

/** Texts that programs trip over: no characters, halves of them, other alphabets' digits, other languages' code. */
const TROUBLE = [
  ...['', ' ', '\t', '\r\n', '\u0000', 'a\u0000b', '\ud800', 'x\udfff', '\ufeff', '\ufffd', '\u202e'],
  ...['👩‍👩‍👧‍👦', 'é', 'ﷺ', '中文', '１２', '٣', 'İ', 'ß'],
  ...[
    '__proto__',
    'constructor',
    'toString',
    'hasOwnProperty',
    'null',
    'undefined',
    'true',
    '[object Object]',
  ],
  ...['0', '-0', '-1', '1.', '.5', '1e2', '1e309', '0x10', 'NaN', 'Infinity', '9007199254740993'],
  ...['9223372036854775807', '9223372036854775808', '99999999999999999999', '2147483648', '10000', '9999.99'],
  ...[
    "'",
    '"',
    "';--",
    '\\',
    '%',
    '%00',
    '%zz',
    '%25',
    '_',
    '$1',
    '{{7*7}}',
    '<script>',
    '../..',
    '/',
    '?',
    '#',
    '&=;',
  ],
  ...['2026-02-30', '2026-13-01', '0000-00-00', '0001-01-01', '9999-12-31', '2999-12-31', '10000-01-01'],
  ...['9999-12-31T23:59:59-23:59', '0001-01-01T00:00:00+23:59', '2026-11-22T08:00:00.123456789Z', '2000-01'],
  ...['infinity', '-infinity', 'epoch', 'now', 'today', '9999-12', '2999-12'],
  ...['00000000-0000-0000-0000-000000000000', 'ffffffff-ffff-ffff-ffff-ffffffffffff'],
  ...['01937B1E-6F5C-7D2A-9C3E-0F1A2B3C4D5E', '{01937b1e-6f5c-7d2a-9c3e-0f1a2b3c4d5e}'],
];

/** Lengths that somebody may have thought of as a limit, and one beside it. */
const LENGTHS = [
  2, 3, 8, 32, 33, 50, 51, 64, 65, 100, 101, 128, 129, 200, 201, 255, 256, 500, 501, 1000, 5000,
];

const longText = fc
  .tuple(fc.constantFrom('a', '7', '字', '😀', '\\', '('), fc.constantFrom(...LENGTHS))
  .map(([character, length]) => character.repeat(length));

/** Any text, the nasty ones often. */
export const nastyText: fc.Arbitrary<string> = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...TROUBLE) },
  { weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 12 }) },
  { weight: 1, arbitrary: longText },
  {
    weight: 1,
    arbitrary: fc.string({
      unit: fc.constantFrom('0', '9', '-', '.', ':', 'T', 'e', 'Z', '+'),
      maxLength: 12,
    }),
  },
);

function nested(open: string, close: string, depth: number): string {
  return `${open.repeat(depth)}1${close.repeat(depth)}`;
}

/** Any JSON value, as text: numbers that no program holds and nesting that no stack does are among them. */
export const nastyJson: fc.Arbitrary<string> = fc.oneof(
  { weight: 4, arbitrary: nastyText.map((text) => JSON.stringify(text)) },
  { weight: 3, arbitrary: fc.constantFrom('null', 'true', 'false', '[]', '{}', '[null]', '[[]]', '{"":{}}') },
  {
    weight: 3,
    arbitrary: fc.constantFrom(
      '0',
      '-0',
      '-1',
      '1.5',
      '0.001',
      '1e-7',
      '1e400',
      '-1e400',
      '5e-324',
      '2147483648',
    ),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom('9007199254740993', '1234567890'.repeat(40), '0.1'.padEnd(300, '1')),
  },
  { weight: 1, arbitrary: fc.json({ maxDepth: 3 }) },
  { weight: 1, arbitrary: nastyText.map((text) => `[${JSON.stringify(text)}]`) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      nested('[', ']', 11),
      nested('[', ']', 5000),
      nested('{"a":', '}', 5000),
      '{"__proto__":{"isAdmin":true}}',
      '{"constructor":{"prototype":{"isAdmin":true}}}',
      '{"length":1e9}',
    ),
  },
);

/** Bytes of `text` changed in a few places: flipped, taken out, put in, doubled, cut off. */
export function damaged(bytes: Buffer, wounds: readonly Wound[]): Buffer {
  return wounds.reduce((body, { kind, at, byte }) => {
    const position = Math.floor(at * body.length);
    const [before, after] = [body.subarray(0, position), body.subarray(position)];
    switch (kind) {
      case 'flip':
        return Buffer.concat([
          before,
          Buffer.from([(body[position] ?? 0) ^ (1 << (byte % 8))]),
          after.subarray(1),
        ]);
      case 'overwrite':
        return Buffer.concat([before, Buffer.from([byte]), after.subarray(1)]);
      case 'insert':
        return Buffer.concat([before, Buffer.from([byte]), after]);
      case 'remove':
        return Buffer.concat([before, after.subarray(1 + (byte % 16))]);
      case 'double':
        return Buffer.concat([before, after.subarray(0, byte), after]);
      case 'cut':
        return before;
    }
  }, bytes);
}

/** One change to some bytes; `at` says where, as a part of their length. */
export interface Wound {
  readonly kind: 'flip' | 'overwrite' | 'insert' | 'remove' | 'double' | 'cut';
  readonly at: number;
  readonly byte: number;
}

export const wounds: fc.Arbitrary<Wound[]> = fc.array(
  fc.record({
    kind: fc.constantFrom('flip', 'flip', 'overwrite', 'insert', 'remove', 'double', 'cut'),
    at: fc.double({ min: 0, max: 0.999999, noNaN: true }),
    byte: fc.oneof(fc.constantFrom(0, 0xff, 0x25, 0x26, 0x3d, 0x22, 0x2c, 0x0a), fc.nat(255)),
  }),
  { minLength: 1, maxLength: 4 },
);
