import iconv from 'iconv-lite';
import { zipArchive } from '../../simulator/bills/zip.js';
import type { TestApp } from './app.js';
import { type Market, type Person, SELLER_ID } from './alipay.js';

export const HEADER =
  '支付宝交易号,商户订单号,业务类型,商品名称,创建时间,完成时间,门店编号,门店名称,操作员,终端号,对方账户,' +
  '订单金额（元）,商家实收（元）,支付宝红包（元）,集分宝（元）,支付宝优惠（元）,商家优惠（元）,券核销金额（元）,券名称,' +
  '商家红包消费金额（元）,卡消费金额（元）,退款批次号/请求号,服务费（元）,分润（元）,备注';

/** A line of a bill made by hand. Amounts and fees as the bill writes them. */
export interface Line {
  tradeNo?: string;
  outTradeNo?: string;
  type?: string;
  subject?: string;
  time?: string;
  amount?: string;
  received?: string;
  requestNo?: string;
  fee?: string;
}

export function lineOf(line: Line, day: string): string {
  const amount = line.amount ?? '5.00';
  const time = line.time ?? `${day} 12:00:00`;
  return [
    `${line.tradeNo ?? '2026112122001400000000000001'}\t`,
    `${line.outTradeNo ?? '20261121120000000abc'}\t`,
    line.type ?? '交易',
    line.subject ?? '打赏：一篇好文章',
    time,
    time,
    ...['\t', '\t', '\t', '\t', 'bu***@sandbox.com\t'],
    amount,
    line.received ?? amount,
    ...['0.00', '0.00', '0.00', '0.00', '0.00', '', '0.00\t', '0.00'],
    `${line.requestNo ?? ''}\t`,
    line.fee ?? '-0.03',
    ...['0.00', ''],
  ].join(',');
}

/** The text of a detail file around the given table lines; `changes` replace parts of the frame. */
export function detailText(
  lines: readonly string[],
  { header = HEADER, payments, refunds, account = `${SELLER_ID}0156` }: Partial<Frame> = {},
): string {
  const count = (type: string) => lines.filter((line) => line.includes(`,${type},`)).length;
  return [
    '#支付宝业务明细查询',
    `#账号：[${account}]`,
    '#起始日期：[2026年11月21日 00:00:00]   终止日期：[2026年11月22日 00:00:00]',
    '#-----------------------------------------业务明细列表----------------------------------------',
    header,
    ...lines,
    '#-----------------------------------------业务明细列表结束------------------------------------',
    `#交易合计：${payments ?? count('交易')}笔，商家实收共5.00元，商家优惠共0.00元`,
    `#退款合计：${refunds ?? count('退款')}笔，商家实收退款共0.00元，商家优惠退款共0.00元`,
    '#导出时间：[2026年11月22日 09:30:00]',
    '',
  ].join('\r\n');
}

interface Frame {
  header: string;
  payments: number;
  refunds: number;
  account: string;
}

/** A zip as Alipay's: the detail and the summary, GBK in the files and in their names. */
export function billZip(detail: string, encoding = 'gbk'): Buffer {
  const file = (name: string, text: string) => ({
    name: iconv.encode(`20880000000000010156_20261121_${name}.csv`, 'gbk'),
    content: iconv.encode(text, encoding),
  });
  const summary = '#支付宝业务汇总查询\r\n#-----业务汇总列表-----\r\n门店编号,门店名称\r\n合计,\r\n';
  return zipArchive([file('业务明细', detail), file('业务明细(汇总)', summary)], Date.now());
}

/** A whole bill of the day. */
export function billOf(day: string, lines: readonly Line[]): Buffer {
  return billZip(detailText(lines.map((line) => lineOf(line, day))));
}

/** The day in Beijing, so many days from now. */
export function beijingDay(daysFromNow = 0): string {
  return new Date(Date.now() + (8 + 24 * daysFromNow) * 3600_000).toISOString().slice(0, 10);
}

/** What the simulator's bill of the day says wrongly. */
export async function plant(market: Market, day: string, differences: object[]): Promise<void> {
  const response = await fetch(`${market.simulator.url}/simulator/bills/${day}/differences`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(differences),
  });
  if (!response.ok) throw new Error(await response.text());
}

/** `POST /admin/reconciliations`. */
export async function reconcile(app: Pick<TestApp, 'request'>, admin: Person, date = beijingDay()) {
  const response = await app.request.post('/admin/reconciliations').set(admin.auth).send({ date });
  if (response.status !== 200) throw new Error(response.text);
  return response.body as Reconciled;
}

interface Reconciled {
  date: string;
  state: string;
  failure: string;
  fetched_time: string | null;
  payment_count: number;
  refund_count: number;
  received: string;
  refunded: string;
  service_fee: string;
  difference_count: number;
  differences: Record<string, string | null>[];
}
