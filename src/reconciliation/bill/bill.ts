/** A line of a bill. Amounts are fen. */
export interface BillRow {
  readonly kind: 'payment' | 'refund';
  /** The provider's transaction number. */
  readonly tradeNo: string;
  readonly outTradeNo: string;
  /** A refund's number; empty for a payment. */
  readonly outRequestNo: string;
  /** What the order was, or what was given back of it: never negative. */
  readonly amountFen: bigint;
  /** What of it reached the merchant, or was taken back from him: never negative. */
  readonly receivedFen: bigint;
  /** What the provider kept for its service; negative where it gave that back. */
  readonly feeFen: bigint;
  readonly finishedTime: Date;
}

export type BillProblem =
  | 'not_a_zip'
  | 'too_large'
  | 'encrypted'
  | 'damaged'
  | 'no_detail'
  | 'truncated'
  | 'bad_csv'
  | 'wrong_header'
  | 'wrong_count'
  | 'wrong_day'
  | 'wrong_account'
  | 'bad_type'
  | 'bad_number'
  | 'bad_amount'
  | 'bad_time';

/** A file that is not, or not wholly, the bill it should be: nothing of it is used. `row` counts from 1. */
export class BillUnreadable extends Error {
  constructor(
    readonly problem: BillProblem,
    readonly row?: number,
    options?: ErrorOptions,
  ) {
    super(row === undefined ? problem : `${problem} (row ${row})`, options);
    this.name = 'BillUnreadable';
  }
}
