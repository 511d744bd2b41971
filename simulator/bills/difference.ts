import { z } from 'zod';
import { parseBeijingTime } from '../beijing-time.js';
import { fee, yuan } from '../control-fields.js';
import { parseSignedYuan } from '../money.js';
import type { BillRow } from './bill-row.js';

/** Names a payment's row; with out_request_no a refund's. */
const row = { out_trade_no: z.string().min(1).max(64), out_request_no: z.string().min(1).max(64).optional() };

const difference = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('missing'), ...row }),
  z.strictObject({ kind: z.literal('amount'), ...row, amount: yuan }),
  z.strictObject({ kind: z.literal('fee'), ...row, fee }),
  z.strictObject({ kind: z.literal('state'), ...row }),
  z.strictObject({
    kind: z.literal('extra'),
    ...row,
    trade_no: z
      .string()
      .regex(/^\d{16,64}$/)
      .optional(),
    amount: yuan,
    fee: fee.optional(),
    subject: z.string().min(1).max(256).optional(),
    time: z
      .string()
      .regex(/^\d\d:\d\d:\d\d$/)
      .optional(),
  }),
]);

/** What a day's bill says otherwise than the truth, in order. The body of PUT /simulator/bills/:date/differences. */
export const differencesSchema = z.array(difference).max(1000);

export type Difference = z.infer<typeof difference>;
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
