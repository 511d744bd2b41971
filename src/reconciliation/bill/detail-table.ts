import { Readable } from 'node:stream';
import { parse } from 'csv-parse';
import iconv from 'iconv-lite';
import { BillUnreadable } from './bill.js';

/** The columns of a trade bill's detail (业务明细), exactly these in this order. */
const DETAIL_COLUMNS = [
  ...[
    '支付宝交易号',
    '商户订单号',
    '业务类型',
    '商品名称',
    '创建时间',
    '完成时间',
    '门店编号',
    '门店名称',
    '操作员',
  ],
  ...[
    '终端号',
    '对方账户',
    '订单金额（元）',
    '商家实收（元）',
    '支付宝红包（元）',
    '集分宝（元）',
    '支付宝优惠（元）',
  ],
  ...['商家优惠（元）', '券核销金额（元）', '券名称', '商家红包消费金额（元）', '卡消费金额（元）'],
  ...['退款批次号/请求号', '服务费（元）', '分润（元）', '备注'],
] as const;

/** One row, by column, without the TABs that keep spreadsheets from shortening numbers. */
export type DetailRow = Readonly<Record<(typeof DETAIL_COLUMNS)[number], string>>;

/** A file of the archive that holds a detail table, as text. */
export interface DetailText {
  readonly text: string;
  /** The comment lines that follow the table. */
  readonly ending: string;
}

const FIRST_LINE = /^#支付宝业务明细查询\s*\n/;
const LAST_LINES = /^#-+业务明细列表结束-[^]*/m;

/** The ending is short; it is looked for among so many characters, not in the names of goods. */
const ENDING_CHARACTERS = 4000;

/**
 * Reads a file as GBK (its superset GB 18030). @returns undefined where it is another kind of file, such as the
 * summary (业务汇总). @throws BillUnreadable `truncated` where the table's last line is missing.
 */
export function decodeDetail(content: Buffer): DetailText | undefined {
  if (!FIRST_LINE.test(iconv.decode(content.subarray(0, 200), 'gb18030'))) return undefined;
  const text = iconv.decode(content, 'gb18030');
  const ending = LAST_LINES.exec(text.slice(-ENDING_CHARACTERS))?.[0];
  if (ending === undefined) throw new BillUnreadable('truncated');
  return { text, ending };
}

/**
 * The rows of the table, one after the other, so that a long bill does not hold the server up.
 * @throws BillUnreadable `wrong_header`, `bad_csv`
 */
export async function* readDetail(text: string): AsyncGenerator<DetailRow> {
  let isFirst = true;
  for await (const cells of records(text)) {
    const trimmed = cells.map((cell) => cell.trim());
    if (!isFirst) yield toRow(trimmed);
    else if (trimmed.join() !== DETAIL_COLUMNS.join()) throw new BillUnreadable('wrong_header');
    isFirst = false;
  }
  if (isFirst) throw new BillUnreadable('wrong_header');
}

/** A name of goods may hold a bare quotation mark; a row with a column more or less is refused. */
async function* records(text: string): AsyncGenerator<string[]> {
  if (hasEndlessLine(text)) throw new BillUnreadable('bad_csv');
  const options = {
    comment: '#',
    comment_no_infix: true,
    relax_quotes: true,
    skip_empty_lines: true,
    max_record_size: SLICE_CHARACTERS,
  };
  const parser = Readable.from(slices(text)).pipe(parse(options));
  try {
    for await (const record of parser as AsyncIterable<string[]>) yield record;
  } catch (error) {
    throw new BillUnreadable('bad_csv', undefined, { cause: error });
  }
}

/** Far more than any row has. A parser would gather what is longer, cell by cell, until there is no memory left. */
const SLICE_CHARACTERS = 65_536;

/** The parser's own limit does not count empty cells. */
function hasEndlessLine(text: string): boolean {
  for (const slice of slices(text)) {
    if (slice.length === SLICE_CHARACTERS && !slice.includes('\n')) return true;
  }
  return false;
}

function* slices(text: string): Generator<string> {
  for (let from = 0; from < text.length; from += SLICE_CHARACTERS) {
    yield text.slice(from, from + SLICE_CHARACTERS);
  }
}

function toRow(cells: readonly string[]): DetailRow {
  return Object.fromEntries(DETAIL_COLUMNS.map((name, i) => [name, cells[i] ?? ''])) as DetailRow;
}
