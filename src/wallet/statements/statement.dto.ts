import type { TransferKind } from '../movement.js';

/** All movements of one kind in a month, on one side. */
export class StatementMovement {
  /** As in the fund-flow record, e.g. `reward`, `refund`, `withdrawal`. */
  kind: TransferKind;
  direction: 'in' | 'out';
  count: number;
  /** Signed, as in the fund-flow record. @example "20.00" */
  amount: string;
  /** The platform's commission within these movements. @example "0.00" */
  fee: string;
}

/** A month of a user's balance. Opening plus movements is closing. All amounts are yuan. */
export class StatementResponse {
  /** @example "2026-11" */
  month: string;
  /** The month's first moment, in Beijing. */
  from: string;
  /** The first moment of the next month, or of now while the month is not over. */
  to: string;
  /** The month is over: the statement is final. */
  is_final: boolean;
  /** @example "12.34" */
  opening_balance: string;
  movements: StatementMovement[];
  /** @example "25.00" */
  total_in: string;
  /** @example "-5.00" */
  total_out: string;
  /** @example "32.34" */
  closing_balance: string;
}
