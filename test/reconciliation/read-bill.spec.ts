import iconv from 'iconv-lite';
import { zipArchive } from '../../simulator/bills/zip.js';
import { readBill } from '../../src/reconciliation/bill/read-bill.js';
import { unzip } from '../../src/reconciliation/bill/unzip.js';
import { SELLER_ID } from '../support/alipay.js';
import { HEADER, type Line, billOf, billZip, detailText, lineOf } from '../support/bills.js';

const day = '2026-11-21';
const subject = { day, sellerId: SELLER_ID };

function read(...lines: Line[]) {
  return readBill(billOf(day, lines), subject);
}

function readText(text: string) {
  return readBill(billZip(text), subject);
}

describe('a bill', () => {
  it('is read: numbers without their TAB, amounts in fen, times of Beijing, refunds and fees by their signs', async () => {
    const rows = await read(
      { tradeNo: '2026112122001', outTradeNo: '20261121a', amount: '5.00', fee: '-0.03' },
      {
        tradeNo: '2026112122001',
        outTradeNo: '20261121a',
        type: '退款',
        amount: '-1.50',
        requestNo: 'r1',
        fee: '0.01',
      },
    );
    expect(rows).toEqual([
      {
        kind: 'payment',
        tradeNo: '2026112122001',
        outTradeNo: '20261121a',
        outRequestNo: '',
        amountFen: 500n,
        receivedFen: 500n,
        feeFen: 3n,
        finishedTime: new Date('2026-11-21T04:00:00Z'),
      },
      expect.objectContaining({ kind: 'refund', outRequestNo: 'r1', amountFen: 150n, feeFen: -1n }),
    ]);
  });

  it('may have names with commas, quotation marks, line ends, a leading # and rare characters', async () => {
    const names = ['"一, 二 ""三"" 四"', '12" 屏幕', '"两\r\n行"', '#不是注释', '镕堃', '"#交易合计：99笔"'];
    expect(await read(...names.map((name) => ({ subject: name })))).toHaveLength(names.length);
  });

  it('may be empty', async () => {
    expect(await read()).toEqual([]);
  });

  it('may be of nothing: what coupons paid for in full', async () => {
    const [row] = await read({ amount: '0.00', received: '0.00' });
    expect(row).toMatchObject({ amountFen: 0n, receivedFen: 0n });
  });

  it('may end its lines with LF, and have empty ones', async () => {
    const text = detailText([lineOf({}, day)]).replaceAll('\r\n', '\n');
    expect(await readText(text.replace(HEADER, `${HEADER}\n`))).toHaveLength(1);
  });

  it('may be long, and end without the end of a line', async () => {
    const lines = Array.from({ length: 2000 }, () => lineOf({}, day));
    const text = detailText(lines).trimEnd();
    const comments = '#\r\n'.repeat(Math.ceil((65_536 - (text.length % 65_536)) / 3) + 2);
    const padded = text.replace(HEADER, `${comments}${HEADER}`);
    expect(padded.length % 65_536).toBeLessThan(12);
    expect(await readText(padded)).toHaveLength(2000);
  });

  it('may say neither whose it is nor how many rows it has', async () => {
    const lines = Array.from({ length: 4 }, () => lineOf({ subject: '"a\n#账号：[1]\n"' }, day));
    const text = detailText([lineOf({}, day), ...lines])
      .replace(/^#账号.*\r\n/m, '#说明：#账号：[1]\r\n')
      .replace(/^#(交易|退款)合计.*\r\n/gm, '');
    expect(await readText(text)).toHaveLength(5);
  });

  it("may be anybody's when no seller is configured", async () => {
    const zip = billZip(detailText([lineOf({}, day)], { account: '20889999999999990156' }));
    expect(await readBill(zip, { day, sellerId: undefined })).toHaveLength(1);
  });

  it('may have the name of goods that looks like the end of a table', async () => {
    const name = '"a\n#--业务明细列表结束--\n#交易合计：99笔"';
    const lines = [lineOf({ subject: name }, day), ...Array.from({ length: 40 }, () => lineOf({}, day))];
    expect(await readText(detailText(lines))).toHaveLength(41);
  });

  it('has the first and the last second of its day, and a sum that no float holds', async () => {
    const rows = await read(
      { time: `${day} 00:00:00` },
      { time: `${day} 23:59:59`, amount: '90071992547409.93' },
    );
    expect(rows.map(({ finishedTime }) => finishedTime.toISOString())).toEqual([
      '2026-11-20T16:00:00.000Z',
      '2026-11-21T15:59:59.000Z',
    ]);
    expect(rows[1]?.amountFen).toBe(9007199254740993n);
  });

  it('gives a refund without a number that of its order', async () => {
    const rows = await read({ outTradeNo: 'order1', type: '退款', amount: '-5.00' });
    expect(rows[0]?.outRequestNo).toBe('order1');
  });

  it('may come in several detail files', async () => {
    const file = (n: number) => ({
      name: Buffer.from(`${n}.csv`),
      content: iconv.encode(detailText([lineOf({ outTradeNo: `o${n}` }, day)]), 'gbk'),
    });
    const rows = await readBill(zipArchive([file(1), file(2)], Date.now()), subject);
    expect(rows.map(({ outTradeNo }) => outTradeNo)).toEqual(['o1', 'o2']);
  });

  it.each<[string, Line]>([
    ['bad_amount', { amount: '1.234' }],
    ['bad_amount', { amount: '5.00元' }],
    ['bad_amount', { amount: '' }],
    ['bad_amount', { amount: '5e2' }],
    ['bad_amount', { amount: '--5.00' }],
    ['bad_amount', { amount: '-5.00' }],
    ['bad_amount', { type: '退款', amount: '5.00' }],
    ['bad_amount', { amount: '-5.00', received: '5.00' }],
    ['bad_amount', { amount: '5.00', received: '-5.00' }],
    ['bad_amount', { fee: '免' }],
    ['bad_type', { type: '转账' }],
    ['bad_type', { type: 'constructor' }],
    ['bad_number', { tradeNo: '' }],
    ['bad_number', { tradeNo: '号1' }],
    ['bad_number', { tradeNo: '1号' }],
    ['bad_number', { outTradeNo: '' }],
    ['bad_number', { outTradeNo: '\u0007a' }],
    ['bad_number', { outTradeNo: 'a\u0007' }],
    ['bad_number', { outTradeNo: 'x'.repeat(65) }],
    ['bad_number', { requestNo: 'x'.repeat(65) }],
    ['bad_time', { time: '2026-11-31 12:00:00' }],
    ['bad_time', { time: '2026/11/21 12:00:00' }],
    ['bad_time', { time: `${day} 24:00:00` }],
    ['wrong_day', { time: '2026-11-22 00:00:00' }],
    ['wrong_day', { time: '2026-11-20 23:59:59' }],
  ])('is refused whole for a %s: %j', async (problem, line) => {
    await expect(read({}, line)).rejects.toMatchObject({
      name: 'BillUnreadable',
      message: `${problem} (row 2)`,
      problem,
      row: 2,
    });
  });

  it.each([
    ['a column less', HEADER.replace(',备注', '')],
    ['a column more', `${HEADER},新的一列`],
    ['two columns exchanged', HEADER.replace('创建时间,完成时间', '完成时间,创建时间')],
    ['another name', HEADER.replace('服务费（元）', '服务费(元)')],
  ])('is refused for a header with %s', async (_, header) => {
    await expect(readText(detailText([], { header }))).rejects.toMatchObject({ problem: 'wrong_header' });
  });

  it('is refused when a row lacks a column', async () => {
    const line = lineOf({}, day);
    const short = line.slice(0, line.lastIndexOf(','));
    await expect(readText(detailText([line, short]))).rejects.toMatchObject({
      message: 'bad_csv',
      problem: 'bad_csv',
      cause: expect.any(Error) as Error,
    });
  });

  it.each([
    ['cells', ','.repeat(200_000)],
    ['lines in one name', `"${'\n'.repeat(200_000)}"`],
  ])('is refused when a row has %s without end', async (_, name) => {
    const text = detailText([lineOf({ subject: name }, day)]);
    await expect(readText(text)).rejects.toMatchObject({ problem: 'bad_csv' });
  });

  it('is refused before a parser sees it when it has a line without end', async () => {
    const text = detailText([lineOf({ subject: ','.repeat(200_000) }, day)]);
    const refusal: unknown = await readText(text).catch((error: unknown) => error);
    expect(refusal).toMatchObject({ problem: 'bad_csv' });
    expect(refusal).not.toHaveProperty('cause');
  });

  it('is refused when it has no table at all, or is the summary alone', async () => {
    await expect(readText('#支付宝业务汇总查询\r\n')).rejects.toMatchObject({ problem: 'no_detail' });
    await expect(readText(detailText([]).replace(HEADER, ''))).rejects.toMatchObject({
      problem: 'wrong_header',
    });
  });

  it.each(['#支付宝业务明细查询（旧）', '业务#支付宝业务明细查询'])(
    'is refused when it begins with %s',
    async (opening) => {
      const text = detailText([lineOf({}, day)]).replace('#支付宝业务明细查询', opening);
      await expect(readText(text)).rejects.toMatchObject({ problem: 'no_detail' });
    },
  );

  it('is refused when it is cut off, wherever', async () => {
    const text = detailText([lineOf({}, day), lineOf({ subject: '一#--业务明细列表结束--' }, day)]);
    for (const at of [
      text.lastIndexOf('业务明细列表结束'),
      text.indexOf('12:00:00'),
      text.indexOf(HEADER) + 20,
    ]) {
      await expect(readText(text.slice(0, at))).rejects.toMatchObject({ problem: 'truncated' });
    }
  });

  it('is refused when it has not as many rows as it says', async () => {
    const text = detailText([lineOf({}, day)], { payments: 2 });
    await expect(readText(text)).rejects.toMatchObject({ problem: 'wrong_count' });
    const refunds = detailText([lineOf({}, day)], { refunds: 1 });
    await expect(readText(refunds)).rejects.toMatchObject({ problem: 'wrong_count' });
  });

  it("is refused when it is another seller's", async () => {
    const text = detailText([], { account: '20889999999999990156' });
    await expect(readText(text)).rejects.toMatchObject({ problem: 'wrong_account' });
  });

  it('is refused when it is not GBK', async () => {
    const text = detailText([lineOf({}, day)]);
    for (const encoding of ['utf8', 'utf16le', 'big5']) {
      await expect(readBill(billZip(text, encoding), subject)).rejects.toMatchObject({
        problem: 'no_detail',
      });
    }
  });
});

describe('the zip around a bill', () => {
  it.each([
    ['nothing', Buffer.alloc(0)],
    ['text', Buffer.from('<html>502 Bad Gateway</html>')],
    ['half a zip', billOf(day, [{}]).subarray(0, 300)],
  ])('is refused when it is %s', async (_, zip) => {
    await expect(readBill(zip, subject)).rejects.toMatchObject({
      problem: 'not_a_zip',
      cause: expect.any(Error) as Error,
    });
  });

  it('may name its files as it likes', async () => {
    const content = iconv.encode(detailText([lineOf({}, day)]), 'gbk');
    const zip = zipArchive([{ name: Buffer.from('/..\\a.csv'), content }], Date.now());
    expect(await readBill(zip, subject)).toHaveLength(1);
  });

  it('may hold as much as it may hold', async () => {
    const file = { name: Buffer.from('a.csv'), content: Buffer.alloc(10) };
    expect(await unzip(zipArchive([file, file], Date.now()), { entries: 2, bytes: 20 })).toHaveLength(2);
  });

  it('is refused when a byte of it is wrong', async () => {
    const zip = billOf(day, [{}]);
    zip[100] = (zip[100] ?? 0) ^ 0xff;
    await expect(readBill(zip, subject)).rejects.toMatchObject({ problem: 'damaged' });
  });

  it('is refused when what it holds is not what its checksum says', async () => {
    const zip = zipArchive([{ name: Buffer.from('a.csv'), content: Buffer.from('x') }], Date.now());
    const central = zip.indexOf(Buffer.from('504b0102', 'hex'));
    zip.writeUInt32LE(1, central + 16);
    await expect(unzip(zip)).rejects.toMatchObject({ problem: 'damaged' });
  });

  it('is refused unopened when it claims to be a bomb', async () => {
    const file = (content: Buffer) => ({ name: Buffer.from('a.csv'), content });
    const bomb = zipArchive([file(Buffer.alloc(50_000)), file(Buffer.alloc(60_000))], Date.now());
    await expect(unzip(bomb, { entries: 16, bytes: 100_000 })).rejects.toMatchObject({
      problem: 'too_large',
    });
    const many = zipArchive(
      Array.from({ length: 17 }, () => file(Buffer.alloc(1))),
      Date.now(),
    );
    await expect(readBill(many, subject)).rejects.toMatchObject({ problem: 'too_large' });
  });

  it('is refused when a file is larger than it claims', async () => {
    const zip = zipArchive([{ name: Buffer.from('a.csv'), content: Buffer.alloc(1_000_000) }], Date.now());
    const central = zip.indexOf(Buffer.from('504b0102', 'hex'));
    zip.writeUInt32LE(100, central + 24);
    zip.writeUInt32LE(100, 22);
    await expect(unzip(zip)).rejects.toMatchObject({
      problem: 'damaged',
      cause: expect.any(Error) as Error,
    });
  });

  it('is refused when it is encrypted, or packed in a way that nobody uses', async () => {
    const zip = zipArchive([{ name: Buffer.from('a.csv'), content: Buffer.from('x') }], Date.now());
    const central = zip.indexOf(Buffer.from('504b0102', 'hex'));
    const encrypted = Buffer.from(zip);
    encrypted.writeUInt16LE(1, central + 8);
    await expect(unzip(encrypted)).rejects.toMatchObject({ problem: 'encrypted' });
    const odd = Buffer.from(zip);
    odd.writeUInt16LE(12, central + 10);
    await expect(unzip(odd)).rejects.toMatchObject({ problem: 'damaged' });
  });
});
