import { IntersectionType } from '@nestjs/swagger';
import { IsOptional } from 'class-validator';
import { IsOneOf, IsTime } from '../http/fields.js';
import { PageQuery } from '../http/page.dto.js';
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
  /** The person at the other end; null where there is none, and for the author of an anonymous tip. */
  counterparty: PublicUserResponse | null;
  memo: string;
  created_time: string;
}

export class TransactionPage {
  items: TransactionResponse[];
  next_cursor: string | null;
}

/** Which part of the record; a date alone is its first moment in Beijing. All that are given must hold. */
export class TransactionsExportQuery {
  @IsOptional()
  @IsOneOf('in', 'out')
  direction?: 'in' | 'out';

  /** `refunds`: what they took and gave back, and what later paid for those that found too little. */
  @IsOptional()
  @IsOneOf('tips', 'refunds', 'withdrawals')
  kind?: 'tips' | 'refunds' | 'withdrawals';

  /** At this time or later. */
  @IsOptional()
  @IsTime()
  from?: string;

  /** Before this time. */
  @IsOptional()
  @IsTime()
  to?: string;
}

/** A page of that part. */
export class TransactionsQuery extends IntersectionType(PageQuery, TransactionsExportQuery) {}

/** What was earned on a day. */
export class EarningResponse {
  /** In Beijing. @example "2026-11-22" */
  day: string;
  /** Yuan: the day's tips less what was given back of them. @example "5.00" */
  amount: string;
}

/** One for each day, oldest first. */
export class EarningsResponse {
  items: EarningResponse[];
}
