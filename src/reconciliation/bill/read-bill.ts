import { parseYuan } from '../../money/fen.js';
import { beijingDayOf, parseBeijingTime } from '../../http/beijing-day.js';
import { type BillRow, BillUnreadable } from './bill.js';
import { type DetailRow, type DetailText, decodeDetail, readDetail } from './detail-table.js';
import { unzip } from './unzip.js';

/** What the bill must be of. */
export interface BillSubject {
  /** `yyyy-MM-dd`, Beijing. */
  readonly day: string;
  /** When set, the account on the bill must be this seller's. */
  readonly sellerId: string | undefined;
}

/**
 * Reads a trade bill as Alipay gives it: a zip of GBK CSV files, of which the detail tables are read
 * (Alipay, "下载对账单": bill_type trade). It is read whole or not at all.
 * @throws BillUnreadable
 */
export async function readBill(zip: Buffer, subject: BillSubject): Promise<BillRow[]> {
  const details = (await unzip(zip)).flatMap((content) => decodeDetail(content) ?? []);
  if (details.length === 0) throw new BillUnreadable('no_detail');
  const rows: BillRow[] = [];
  for (const detail of details) {
    checkAccount(detail.text, subject.sellerId);
    const before = rows.length;
    for await (const row of readDetail(detail.text)) rows.push(toBillRow(row, rows.length + 1, subject.day));
    checkCounts(detail, rows.slice(before));
  }
  return rows;
}

/** `#账号：[20880000000000010156]`: the seller's id and the kind of account. */
function checkAccount(text: string, sellerId: string | undefined): void {
  const account = /^#账号：\[(\d+)\]/m.exec(text.slice(0, 500))?.[1];
  if (account === undefined || sellerId === undefined) return;
  if (!account.startsWith(sellerId)) throw new BillUnreadable('wrong_account');
}

/** `#交易合计：3笔，…` and `#退款合计：1笔，…` after the table. */
function checkCounts({ ending }: DetailText, rows: readonly BillRow[]): void {
  const claims = [
    ['payment', /^#交易合计：(\d+)笔/m],
    ['refund', /^#退款合计：(\d+)笔/m],
  ] as const;
  for (const [kind, pattern] of claims) {
    const claimed = pattern.exec(ending)?.[1];
    const counted = rows.filter((row) => row.kind === kind).length;
    if (claimed !== undefined && claimed !== counted.toString()) throw new BillUnreadable('wrong_count');
  }
}

/** A map: an object would also have a `constructor`, which a bill could name. */
const TYPES = new Map<string, BillRow['kind']>([
  ['交易', 'payment'],
  ['退款', 'refund'],
]);
const TRANSACTION_NUMBER = /^[A-Za-z0-9_-]{1,64}$/;
/** Other shops of the same merchant number their orders as they like. */
const ORDER_NUMBER = /^\P{C}{1,64}$/u;
const REFUND_NUMBER = /^\P{C}{0,64}$/u;

function toBillRow(row: DetailRow, number: number, day: string): BillRow {
  const kind = TYPES.get(row.业务类型);
  if (!kind) throw new BillUnreadable('bad_type', number);
  const { 支付宝交易号: tradeNo, 商户订单号: outTradeNo, '退款批次号/请求号': requestNo } = row;
  if (!TRANSACTION_NUMBER.test(tradeNo) || !ORDER_NUMBER.test(outTradeNo) || !REFUND_NUMBER.test(requestNo)) {
    throw new BillUnreadable('bad_number', number);
  }
  const finishedTime = parseBeijingTime(row.完成时间);
  if (!finishedTime) throw new BillUnreadable('bad_time', number);
  if (beijingDayOf(finishedTime) !== day) throw new BillUnreadable('wrong_day', number);
  const sign = kind === 'refund' ? -1n : 1n;
  const amountFen = sign * amountIn(row['订单金额（元）'], number);
  const receivedFen = sign * amountIn(row['商家实收（元）'], number);
  if (amountFen < 0n || receivedFen < 0n) throw new BillUnreadable('bad_amount', number);
  return {
    kind,
    tradeNo,
    outTradeNo,
    // A refund made without a number goes by its order's (Alipay, 统一收单交易退款查询: out_request_no).
    outRequestNo: kind === 'refund' && requestNo === '' ? outTradeNo : requestNo,
    amountFen,
    receivedFen,
    feeFen: 0n - amountIn(row['服务费（元）'], number),
    finishedTime,
  };
}

/** A decimal text of yuan, signed, as fen. */
function amountIn(text: string, number: number): bigint {
  const isNegative = text.startsWith('-');
  const fen = parseYuan(isNegative ? text.slice(1) : text);
  if (fen === undefined) throw new BillUnreadable('bad_amount', number);
  return isNegative ? -fen : fen;
}
