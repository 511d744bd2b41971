import fc from 'fast-check';
import iconv from 'iconv-lite';
import { zipArchive } from '../../simulator/bills/zip.js';
import { type BillRow, BillUnreadable } from '../../src/reconciliation/bill/bill.js';
import { readBill } from '../../src/reconciliation/bill/read-bill.js';
import { SELLER_ID } from '../support/alipay.js';
import { HEADER, type Line, detailText, lineOf } from '../support/bills.js';
import { heldMegabytes } from '../support/fuzz/memory.js';
import { type Wound, damaged, nastyText, wounds } from '../support/fuzz/nasty.js';
import { fixtures, runs } from '../support/fuzz/seed.js';

const day = '2026-11-21';
/** The time in the archives, so that a seed gives the same bytes on every day. */
const AT = Date.parse('2026-11-22T01:30:00Z');

function zipOf(...texts: (string | Buffer)[]): Buffer {
  const contents = texts.map((text) => (typeof text === 'string' ? iconv.encode(text, 'gb18030') : text));
  return zipArchive(
    contents.map((content, i) => ({ name: Buffer.from(`${i}.csv`), content })),
    AT,
  );
}

/** The rows of a bill, or why there are none. Anything but a named refusal is thrown. */
async function outcomeOf(zip: Buffer): Promise<BillRow[] | BillUnreadable> {
  try {
    return await readBill(zip, { day, sellerId: SELLER_ID });
  } catch (error) {
    if (error instanceof BillUnreadable) return error;
    throw error;
  }
}

/** What must hold of every row that was read, wherever it came from. */
function expectSound(rows: readonly BillRow[]): void {
  for (const row of rows) {
    expect(row.amountFen >= 0n && row.receivedFen >= 0n).toBe(true);
    expect(row.amountFen < 10n ** 18n && row.receivedFen < 10n ** 18n).toBe(true);
    expect(row.finishedTime >= new Date('2026-11-20T16:00:00Z')).toBe(true);
    expect(row.finishedTime < new Date('2026-11-21T16:00:00Z')).toBe(true);
    expect(row.tradeNo).toMatch(/^[\w-]{1,64}$/);
    for (const number of [row.outTradeNo, row.outRequestNo]) expect(number).not.toMatch(/\p{Cc}/u);
    expect(row.outTradeNo.length).toBeGreaterThan(0);
    expect(['payment', 'refund']).toContain(row.kind);
    if (row.kind === 'refund') expect(row.outRequestNo).not.toBe('');
  }
}

const amount = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom('5.00', '-5.00', '0.00', '0.01', '9999999999999999.99') },
  {
    weight: 1,
    arbitrary: fc.string({ unit: fc.constantFrom('9', '0', '.', '-', ',', 'e', '１'), maxLength: 24 }),
  },
  { weight: 1, arbitrary: nastyText },
);
const often = <T>(usual: T, unusual: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 6, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: unusual });

const line: fc.Arbitrary<Line> = fc.record({
  tradeNo: often('2026112122001400000000000001', nastyText),
  outTradeNo: often('20261121120000000abc', nastyText),
  type: often('交易', fc.oneof(fc.constantFrom('退款', '转账', ''), nastyText)),
  subject: often(
    '打赏：一篇好文章',
    fc.oneof(nastyText, fc.constantFrom('"', '"a,b"', '"#\r\n#', '#', ',', ',,,')),
  ),
  time: often(`${day} 12:00:00`, nastyText),
  amount: often('5.00', amount),
  received: often('5.00', amount),
  requestNo: often('', nastyText),
  fee: often('-0.03', amount),
});

/** A change to the text of a detail file: a part of it in place of another. */
const textChange = fc.tuple(
  fc.constantFrom(
    HEADER,
    '商户订单号',
    ',备注',
    '业务明细列表结束',
    '#账号',
    '交易合计',
    '\r\n',
    ',',
    '.',
    '0.00',
    '"',
  ),
  fc.oneof(fc.constantFrom('', ',', '"', '\r\n', '\n', '\r', HEADER, '#', '支付宝交易号', '\t'), nastyText),
);

/** A bill as fixtures/bills.json holds them: lines, then changes to the text, then to the bytes of the archive. */
interface Bill {
  readonly lines: readonly Line[];
  readonly changes: readonly (readonly [string, string])[];
  readonly wounds: readonly Wound[];
}

const bill: fc.Arbitrary<Bill> = fc.record({
  lines: fc.array(line, { maxLength: 4 }),
  changes: often<[string, string][]>([], fc.array(textChange, { minLength: 1, maxLength: 3 })),
  wounds: often<Wound[]>([], wounds),
});

function bytesOf(given: Bill): Buffer {
  const text = detailText(given.lines.map((one) => lineOf(one, day)));
  return damaged(
    zipOf(given.changes.reduce((old, [from, to]) => old.replace(from, () => to), text)),
    given.wounds,
  );
}

describe('a bill, whatever is in it', () => {
  it('is read, or refused by a name', async () => {
    await fc.assert(
      fc.asyncProperty(bill, async (given) => {
        const outcome = await outcomeOf(bytesOf(given));
        if (!(outcome instanceof BillUnreadable)) expectSound(outcome);
      }),
      runs(800, fixtures<Bill>('bills')),
    );
  });

  it('is refused once a byte of its table has changed on the way', async () => {
    const whole = zipOf(detailText([lineOf({}, day), lineOf({ outTradeNo: 'second' }, day)]));
    const rows = await outcomeOf(whole);
    await fc.assert(
      fc.asyncProperty(wounds, async (given) => {
        const outcome = await outcomeOf(damaged(whole, given));
        if (!(outcome instanceof BillUnreadable)) expect(outcome).toEqual(rows);
      }),
      runs(800),
    );
  });

  it('is refused, or read, without holding on to memory where it is a bomb', async () => {
    const megabytes = (unit: string, count: number) => Buffer.alloc(count * 2 ** 20, unit);
    const [opening, ending] = detailText([lineOf({}, day)]).split('打赏') as [string, string];
    const inside = (unit: string) =>
      Buffer.concat([iconv.encode(opening, 'gbk'), megabytes(unit, 1), iconv.encode(ending, 'gbk')]);
    const bombs = [
      zipOf(megabytes('\u0000', 129)),
      zipOf(...Array.from({ length: 17 }, () => megabytes('a', 1))),
      zipOf(...Array.from({ length: 16 }, () => megabytes('#支付宝业务明细查询\r\n', 1))),
      ...['a', '"', ',', '\n', '"\n', '",', '#\n', 'a"b"', '\t', '1,'].map((unit) => zipOf(inside(unit))),
    ];
    await outcomeOf(bombs[3]!);
    const before = heldMegabytes();
    for (const bomb of bombs) {
      const outcome = await outcomeOf(bomb);
      if (!(outcome instanceof BillUnreadable)) expectSound(outcome);
    }
    expect(heldMegabytes()).toBeLessThan(before + 64);
  });
});
