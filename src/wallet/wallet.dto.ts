import { IsOptional } from 'class-validator';
import { IsTime } from '../http/fields.js';
import { PublicUserResponse } from '../users/users.dto.js';

/** A user's money. All amounts are yuan. */
export class WalletResponse {
  /** Everything that can be spent on tips now. @example "12.34" */
  balance: string;
  /** The part of it that is too young to be withdrawn. @example "5.00" */
  pending: string;
  /** On its way out; in neither of the above. @example "0.00" */
  withdrawing: string;
  /** What refunds could not take back; later tips pay it first. @example "0.00" */
  debt: string;
  /** Tips received, less what was refunded. @example "20.00" */
  earned_total: string;
  /** Paid out so far, less what came back. @example "0.00" */
  withdrawn_total: string;
}

/** One movement of the balance. */
export class TransactionResponse {
  id: string;
  kind:
    | 'reward'
    | 'balance_reward'
    | 'second_payment'
    | 'refund'
    | 'refund_debt'
    | 'debt_repaid'
    | 'refund_returned'
    | 'fee'
    | 'fee_refund'
    | 'fee_refund_returned'
    | 'second_payment_refund'
    | 'withdrawal'
    | 'withdrawal_returned'
    | 'withdrawal_paid';
  /** Signed: what came in is "5.00", what went out "-5.00". @example "5.00" */
  amount: string;
  /** Before the platform's commission; equal to `amount` where there is none. @example "5.00" */
  gross: string;
  /** The platform's commission. @example "0.00" */
  fee: string;
  /** @example "12.34" */
  balance_after: string;
  reward_id: string | null;
  /** The person at the other end. */
  counterparty: PublicUserResponse | null;
  memo: string;
  created_time: string;
}

export class TransactionPage {
  items: TransactionResponse[];
  next_cursor: string | null;
}

/** Which part of the record; a date alone is its first moment in Beijing. */
export class TransactionsExportQuery {
  /** At this time or later. */
  @IsOptional()
  @IsTime()
  from?: string;

  /** Before this time. */
  @IsOptional()
  @IsTime()
  to?: string;
}
