import * as v from 'valibot';
import { parseBeijingTime } from '../beijing-time.js';
import { fee, textUpTo, yuan } from '../control-fields.js';
import { parseSignedYuan } from '../money.js';
import type { BillRow } from './bill-row.js';

/** Names a payment's row; with out_request_no a refund's. */
const row = { out_trade_no: textUpTo(64), out_request_no: v.optional(textUpTo(64)) };

const difference = v.variant('kind', [
  v.strictObject({ kind: v.literal('missing'), ...row }),
  v.strictObject({ kind: v.literal('amount'), ...row, amount: yuan }),
  v.strictObject({ kind: v.literal('fee'), ...row, fee }),
  v.strictObject({ kind: v.literal('state'), ...row }),
  v.strictObject({
    kind: v.literal('extra'),
    ...row,
    trade_no: v.optional(v.pipe(v.string(), v.regex(/^\d{16,64}$/))),
    amount: yuan,
    fee: v.optional(fee),
    subject: v.optional(textUpTo(256)),
    time: v.optional(v.pipe(v.string(), v.regex(/^\d\d:\d\d:\d\d$/))),
  }),
]);

/** What a day's bill says otherwise than the truth, in order. The body of PUT /simulator/bills/:date/differences. */
export const differencesSchema = v.pipe(v.array(difference), v.maxLength(1000));

export type Difference = v.InferOutput<typeof difference>;
type Extra = Extract<Difference, { kind: 'extra' }>;

function extraRow(extra: Extra, day: string): BillRow {
  const at = parseBeijingTime(`${day} ${extra.time ?? '12:00:00'}`) ?? 0;
  const sign = extra.out_request_no === undefined ? 1n : -1n;
  return {
    type: extra.out_request_no === undefined ? '交易' : '退款',
    tradeNo: extra.trade_no ?? `${day.replaceAll('-', '')}22001400000000000000`,
    outTradeNo: extra.out_trade_no,
    subject: extra.subject ?? '账单中多出的一笔',
    createdAt: at,
    finishedAt: at,
    buyerLogonId: 'dem***@sandbox.com',
    amountFen: sign * parseSignedYuan(extra.amount),
    requestNo: extra.out_request_no ?? '',
    feeFen: parseSignedYuan(extra.fee ?? '0.00'),
  };
}

function change(one: BillRow, planted: Exclude<Difference, Extra>): BillRow[] {
  switch (planted.kind) {
    case 'missing':
      return [];
    case 'amount': {
      const fen = parseSignedYuan(planted.amount);
      return [{ ...one, amountFen: one.type === '交易' ? fen : -fen }];
    }
    case 'fee':
      return [{ ...one, feeFen: parseSignedYuan(planted.fee) }];
    case 'state':
      return [{ ...one, type: one.type === '交易' ? '退款' : '交易', amountFen: -one.amountFen }];
  }
}

/** The rows with the differences planted; one that names no row changes nothing. `day`: `yyyy-MM-dd` in Beijing. */
export function plant(rows: readonly BillRow[], differences: readonly Difference[], day: string): BillRow[] {
  let planted = [...rows];
  for (const one of differences) {
    if (one.kind === 'extra') {
      planted.push(extraRow(one, day));
    } else {
      const isNamed = (row: BillRow): boolean =>
        row.outTradeNo === one.out_trade_no && row.requestNo === (one.out_request_no ?? '');
      planted = planted.flatMap((row) => (isNamed(row) ? change(row, one) : [row]));
    }
  }
  return planted;
}
