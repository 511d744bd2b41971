import { field } from '../http/fields.js';
import { isDay } from '../http/beijing-day.js';

/** A day to be reconciled, again or for the first time. */
export class ReconcileRequest {
  /**
   * A day in Beijing, not in the future.
   * @example "2026-11-21"
   */
  @field('isDay', { text: 'day' }, (value) => typeof value === 'string' && isDay(value))
  date: string;
}

/** A day's bill. Amounts are yuan. */
export class ReconciliationResponse {
  /** @example "2026-11-21" */
  date: string;
  /** `unavailable`: the gateway has no bill of that day yet; `failed`: it could not be fetched or read. */
  state: 'fetched' | 'unavailable' | 'failed';
  /** Why the newest attempt brought no bill; empty where it did. @example "" */
  failure: string;
  fetched_time: string | null;
  payment_count: number;
  refund_count: number;
  /** Payments in the bill. @example "120.00" */
  received: string;
  /** Refunds in the bill. @example "5.00" */
  refunded: string;
  /** What the gateway kept for its service, less what it gave back. @example "0.69" */
  service_fee: string;
  difference_count: number;
}

/** Something that the bill says otherwise than the books. */
export class DifferenceResponse {
  kind: 'missing_here' | 'missing_there' | 'different_amount' | 'different_state';
  subject: 'payment' | 'refund' | 'fee';
  out_trade_no: string;
  /** The refund's number; null for a payment. */
  out_request_no: string | null;
  trade_no: string;
  reward_id: string | null;
  /** What the books say: an amount in yuan or a state; null where it is missing. @example "5.00" */
  here: string | null;
  /** What the bill says. @example "4.00" */
  there: string | null;
}

/** A day's bill with what differs, the first thousand. */
export class ReconciliationDetail extends ReconciliationResponse {
  differences: DifferenceResponse[];
}

export class ReconciliationPage {
  items: ReconciliationResponse[];
  next_cursor: string | null;
}
