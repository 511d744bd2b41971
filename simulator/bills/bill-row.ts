import { doneRefunds, type Trade } from '../trade.js';

/** One line of a bill's detail. Times are milliseconds since 1970 UTC. */
export interface BillRow {
  type: '交易' | '退款';
  tradeNo: string;
  outTradeNo: string;
  subject: string;
  createdAt: number;
  finishedAt: number;
  buyerLogonId: string;
  /** Negative for a refund. */
  amountFen: bigint;
  /** The refund's out_request_no; empty for a payment. */
  requestNo: string;
  /** Negative where Alipay takes it, positive where it gives it back. */
  feeFen: bigint;
}

/** From the first moment of a day until before `to`, milliseconds since 1970 UTC. */
export interface Period {
  from: number;
  to: number;
}

/** Half a fen and more is a whole one. */
function divideRounded(dividend: bigint, divisor: bigint): bigint {
  return (dividend * 2n + divisor) / (divisor * 2n);
}

/** The fee for an amount; `rate` in hundredths of a percent. */
export function serviceFeeFen(amountFen: bigint, rate: bigint): bigint {
  return divideRounded(amountFen * rate, 10_000n);
}

function common(trade: Trade): Pick<BillRow, 'tradeNo' | 'outTradeNo' | 'subject' | 'buyerLogonId'> {
  const { tradeNo, outTradeNo, subject, buyerLogonId } = trade;
  return { tradeNo, outTradeNo, subject, buyerLogonId };
}

/** Every row a trade ever makes. Refunds give the fee back in proportion, so that a full refund gives back all of it. */
function rowsOf(trade: Trade, rate: bigint): BillRow[] {
  if (trade.paidAt === null) return [];
  const feeFen = serviceFeeFen(trade.totalFen, rate);
  const payment: BillRow = {
    ...common(trade),
    type: '交易',
    createdAt: trade.createdAt,
    finishedAt: trade.paidAt,
    amountFen: trade.totalFen,
    requestNo: '',
    feeFen: -feeFen,
  };
  let refundedFen = 0n;
  let returnedFen = 0n;
  const refunds = doneRefunds(trade)
    .sort((one, other) => one.at - other.at)
    .map((refund): BillRow => {
      refundedFen += refund.amountFen;
      const dueFen = divideRounded(feeFen * refundedFen, trade.totalFen);
      const row: BillRow = {
        ...common(trade),
        type: '退款',
        createdAt: refund.at,
        finishedAt: refund.at,
        amountFen: -refund.amountFen,
        requestNo: refund.outRequestNo,
        feeFen: dueFen - returnedFen,
      };
      returnedFen = dueFen;
      return row;
    });
  return [payment, ...refunds];
}

/** The payments and refunds that were finished within the period, oldest first. */
export function billRows(trades: readonly Trade[], { from, to }: Period, rate: bigint): BillRow[] {
  return trades
    .flatMap((trade) => rowsOf(trade, rate))
    .filter((row) => row.finishedAt >= from && row.finishedAt < to)
    .sort((one, other) => one.finishedAt - other.finishedAt);
}
