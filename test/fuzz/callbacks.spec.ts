import { generateKeyPairSync } from 'node:crypto';
import fc from 'fast-check';
import type { AlipayConfig } from '../../src/config/config.js';
import { parseForm } from '../../src/payments/alipay/parse-form.js';
import { readNotification, readReturn } from '../../src/payments/alipay/read-message.js';
import { signMessage } from '../../simulator/signing.js';
import { damaged, nastyText, wounds } from '../support/fuzz/nasty.js';
import { fixtures, runs } from '../support/fuzz/seed.js';

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const config = { alipayPublicKey: publicKey, appId: 'app', sellerId: undefined } as AlipayConfig;

/** The ways in which a character of a form may come, right and wrong. */
const spellings: readonly ((text: string) => string)[] = [
  encodeText,
  (text) => encodeText(text).replaceAll('%20', '+'),
  (text) => encodeText(encodeText(text)),
  (text) => [...Buffer.from(text)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join(''),
  (text) =>
    [...Buffer.from(text, 'utf16le')].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join(''),
  (text) => Buffer.from(text).toString('latin1'),
  (text) => `${encodeText(text)}%`,
  (text) => encodeText(text).slice(0, -1),
];

const parameterName = fc.oneof(
  fc.constantFrom(
    'out_trade_no',
    'total_amount',
    'sign',
    'sign_type',
    'a',
    'a[0]',
    'a[]',
    'a.b',
    '',
    '__proto__',
  ),
  nastyText,
);

/** The bytes of a body, as a text of characters up to U+00FF: so they stand in fixtures/callbacks.json. */
const formBytes: fc.Arbitrary<string> = fc.oneof(
  fc
    .array(
      fc.tuple(
        parameterName,
        nastyText,
        fc.constantFrom(...spellings),
        fc.constantFrom('=', '=', '=', '', '==', '%3D'),
      ),
      { maxLength: 8 },
    )
    .chain((pairs) =>
      fc
        .constantFrom('&', '&', '&', '&&', ';', '%26', '&amp;')
        .map((glue) =>
          pairs.map(([name, value, spell, equals]) => spell(name) + equals + spell(value)).join(glue),
        ),
    ),
  fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.from(bytes).toString('latin1')),
  fc.string({
    unit: fc.constantFrom('a', 'b', '=', '&', '%', '+', '2', '6', '\u00e4', '\u0000'),
    maxLength: 30,
  }),
);

/** How the platform's own parser of forms reads it. @returns undefined where that could be read in another way too */
function specified(text: string): [string, string][] | undefined {
  const parts = text.split('&').filter((part) => part !== '');
  const isDecodable = (part: string) => !/%(?![0-9a-f]{2})/i.test(part) && isUtf8(part);
  if (parts.length > 200 || !parts.every(isDecodable)) return undefined;
  const entries = [...new URLSearchParams(`&${text}`)];
  return new Set(entries.map(([name]) => name)).size === entries.length ? entries : undefined;
}

/** Whether the percent-encoded bytes are UTF-8. */
function isUtf8(part: string): boolean {
  const bytes = [...part.matchAll(/(?:%[0-9a-f]{2})+/gi)].map(([run]) =>
    Buffer.from(run.replaceAll('%', ''), 'hex'),
  );
  return bytes.every((run) => Buffer.from(run.toString('utf8')).equals(run));
}

const notice = signMessage(
  {
    app_id: 'app',
    notify_type: 'trade_status_sync',
    notify_id: 'n1',
    out_trade_no: 'o1',
    trade_no: 't1',
    total_amount: '5.00',
    trade_status: 'TRADE_SUCCESS',
    subject: '打赏 100%',
    fund_bill_list: '[{"amount":"5.00","fundChannel":"ALIPAYACCOUNT"}]',
  },
  privateKey,
);
const genuine = Buffer.from(new URLSearchParams(notice).toString());

describe('the body of a callback, whatever its bytes', () => {
  it('is read as the platform reads forms, or not at all', () => {
    fc.assert(
      fc.property(formBytes, (bytes) => {
        const text = Buffer.from(bytes, 'latin1').toString('utf8');
        const params = parseForm(text);
        expect(params && Object.entries(params).sort()).toEqual(specified(text)?.sort());
        expect(params && Object.getPrototypeOf(params)).toBe(params && null);
      }),
      runs(5000, fixtures<string>('callbacks')),
    );
  });

  it('that nobody signed is a refusal, never an error', () => {
    fc.assert(
      fc.property(formBytes, (bytes) => {
        const body = Buffer.from(bytes, 'latin1');
        for (const reading of [readNotification(body, config), readReturn(body.toString('utf8'), config)]) {
          expect(reading).toMatchObject({ verified: false, signed: false });
        }
      }),
      runs(3000, fixtures<string>('callbacks')),
    );
  });

  it('that was damaged on its way says what Alipay signed, or nothing', () => {
    const signed = readNotification(genuine, config);
    expect(signed.verified).toBe(true);
    fc.assert(
      fc.property(wounds, (given) => {
        const reading = readNotification(damaged(genuine, given), config);
        if (reading.verified) expect(reading).toEqual(signed);
      }),
      runs(3000),
    );
  });

  it('that is as large as any may be is read all the same', () => {
    const size = 512 * 1024;
    for (const unit of [
      'a',
      '&',
      '=',
      '%',
      '%41',
      '+',
      'a=1&',
      'a=&',
      '%ff',
      '%C3%28',
      '\u0000',
      '[',
      '[{"a":',
    ]) {
      const text = unit.repeat(Math.floor(size / unit.length));
      for (const body of [text, `fund_bill_list=${text}`, `${text}=1`]) {
        expect(readNotification(Buffer.from(body), config).verified).toBe(false);
      }
      const long = signText({ ...notice, fund_bill_list: unit.repeat(20_000) });
      expect(readNotification(Buffer.from(long), config)).toMatchObject({
        raw: { params: { out_trade_no: 'o1' } },
      });
    }
  });
});

function signText(params: Record<string, string>): string {
  const { sign, sign_type, ...rest } = params;
  return new URLSearchParams(signMessage(rest, privateKey)).toString();
}

/** encodeURIComponent throws at half a surrogate pair. */
function encodeText(text: string): string {
  return encodeURIComponent(Buffer.from(text).toString());
}
