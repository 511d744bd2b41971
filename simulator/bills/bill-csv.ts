import { beijingTime } from '../beijing-time.js';
import { formatYuan } from '../money.js';
import type { BillRow, Period } from './bill-row.js';

/** What stands around the tables. */
export interface BillFrame {
  account: string;
  period: Period;
  exportedAt: number;
}

const DETAIL_HEADER =
  '支付宝交易号,商户订单号,业务类型,商品名称,创建时间,完成时间,门店编号,门店名称,操作员,终端号,对方账户,订单金额（元）,商家实收（元）,支付宝红包（元）,集分宝（元）,支付宝优惠（元）,商家优惠（元）,券核销金额（元）,券名称,商家红包消费金额（元）,卡消费金额（元）,退款批次号/请求号,服务费（元）,分润（元）,备注';
const SUMMARY_HEADER =
  '门店编号,门店名称,交易订单总笔数,退款订单总笔数,订单金额（元）,商家实收（元）,支付宝优惠（元）,商家优惠（元）,卡消费金额（元）,服务费（元）,分润（元）,实收净额（元）';
const TAB = '\t';

function cell(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function line(cells: readonly string[]): string {
  return cells.map(cell).join(',');
}

function sum(values: readonly bigint[]): bigint {
  return values.reduce((total, value) => total + value, 0n);
}

/** `yyyy年MM月dd日 HH:mm:ss` in Beijing. */
function longTime(epochMs: number): string {
  const [, year = '', month = '', day = '', time = ''] =
    /^(\d+)-(\d+)-(\d+) (.+)$/.exec(beijingTime(epochMs)) ?? [];
  return `${year}年${month}月${day}日 ${time}`;
}

/** Texts that look like numbers end in a TAB, so that no spreadsheet shortens them. */
function detailLine(row: BillRow): string {
  const amount = formatYuan(row.amountFen);
  const zeros = Array.from({ length: 5 }, () => '0.00');
  return line([
    row.tradeNo + TAB,
    row.outTradeNo + TAB,
    row.type + TAB,
    row.subject,
    beijingTime(row.createdAt),
    beijingTime(row.finishedAt),
    ...[TAB, TAB, TAB, TAB],
    `*买家(${row.buyerLogonId})${TAB}`,
    amount,
    amount,
    ...zeros,
    '',
    `0.00${TAB}`,
    '0.00',
    row.requestNo + TAB,
    formatYuan(row.feeFen),
    '0.00',
    '',
  ]);
}

function dashes(count: number): string {
  return '-'.repeat(count);
}

/** Readers in the field look for these very lines, uneven as they are. */
const END_LINES = {
  明细: `#${dashes(41)}业务明细列表结束${dashes(36)}`,
  汇总: `#${dashes(40)}业务汇总列表结束${dashes(37)}`,
};

function framed(
  name: keyof typeof END_LINES,
  table: readonly string[],
  totals: readonly string[],
  frame: BillFrame,
): string {
  const lines = [
    `#支付宝业务${name}查询`,
    `#账号：[${frame.account}]`,
    `#起始日期：[${longTime(frame.period.from)}]   终止日期：[${longTime(frame.period.to)}]`,
    `#${dashes(41)}业务${name}列表${dashes(40)}`,
    ...table,
    END_LINES[name],
    ...totals,
    `#导出时间：[${longTime(frame.exportedAt)}]`,
  ];
  return `${lines.join('\r\n')}\r\n`;
}

function split(rows: readonly BillRow[]): { payments: BillRow[]; refunds: BillRow[] } {
  const isPayment = (row: BillRow): boolean => row.type === '交易';
  return { payments: rows.filter(isPayment), refunds: rows.filter((row) => !isPayment(row)) };
}

function total(rows: readonly BillRow[]): string {
  return formatYuan(sum(rows.map((row) => row.amountFen)));
}

/** 业务明细: a line for every payment and refund. */
export function detailCsv(rows: readonly BillRow[], frame: BillFrame): string {
  const { payments, refunds } = split(rows);
  const totals = [
    `#交易合计：${payments.length}笔，商家实收共${total(payments)}元，商家优惠共0.00元`,
    `#退款合计：${refunds.length}笔，商家实收退款共${total(refunds)}元，商家优惠退款共0.00元`,
  ];
  return framed('明细', [DETAIL_HEADER, ...rows.map(detailLine)], totals, frame);
}

/** 业务明细(汇总): the day's sums. */
export function summaryCsv(rows: readonly BillRow[], frame: BillFrame): string {
  const { payments, refunds } = split(rows);
  const feeFen = sum(rows.map((row) => row.feeFen));
  const amountFen = sum(rows.map((row) => row.amountFen));
  const sums = line([
    '合计',
    '',
    payments.length.toString(),
    refunds.length.toString(),
    formatYuan(amountFen),
    formatYuan(amountFen),
    ...['0.00', '0.00', '0.00'],
    formatYuan(feeFen),
    '0.00',
    formatYuan(amountFen + feeFen),
  ]);
  return framed('汇总', [SUMMARY_HEADER, sums], [], frame);
}
