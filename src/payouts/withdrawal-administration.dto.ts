import { IsOptional } from 'class-validator';
import { IsLine, IsOneOf, IsText, field } from '../http/fields.js';
import { PageQuery } from '../http/page.dto.js';
import { PublicUserResponse } from '../users/users.dto.js';
import { WITHDRAWAL_STATUSES } from './withdrawal-state.js';
import { WithdrawalResponse } from './withdrawals.dto.js';

const MAX_REVISION = 2_147_483_647;

function IsRevision(): PropertyDecorator {
  const context = { text: 'integer_range', params: { min: 1, max: MAX_REVISION } } as const;
  return field('isRevision', context, (value) => {
    return Number.isInteger(value) && (value as number) >= 1 && (value as number) <= MAX_REVISION;
  });
}

/** Filters of the administrators' list; all that are given must hold. */
export class AdminWithdrawalsQuery extends PageQuery {
  @IsOptional()
  @IsOneOf(...WITHDRAWAL_STATUSES)
  status?: 'requested' | 'approved' | 'sending' | 'paid' | 'rejected' | 'failed' | 'returned';

  /** The owner's id or user name. */
  @IsOptional()
  @IsText(1, 64)
  user?: string;
}

/** A decision about a withdrawal as it was seen. */
export class ApproveWithdrawalRequest {
  /** The `revision` that was seen: nobody decides about what has changed since. */
  @IsRevision()
  revision: number;
}

export class RejectWithdrawalRequest extends ApproveWithdrawalRequest {
  /** Why; its owner reads it. */
  @IsOptional()
  @IsText(0, 200)
  reason?: string | null;
}

export class PayByHandRequest extends ApproveWithdrawalRequest {
  /**
   * What proves the payment, such as the number of the transfer.
   * @example "20261122110070001506510012345678"
   */
  @IsLine(1, 200)
  proof: string;
}

/** A withdrawal as administrators see it. */
export class AdminWithdrawalResponse extends WithdrawalResponse {
  user: PublicUserResponse | null;
  /** `hand`: an operator paid and recorded the proof. */
  paid_by: 'provider' | 'hand' | null;
  /** The number of Alipay's transfer, or the operator's proof. */
  reference: string;
  /** The number we gave it at Alipay (out_biz_no). */
  out_biz_no: string;
  /** When Alipay is asked next; null: never. */
  next_try_time: string | null;
}

/** A state it came into. */
export class WithdrawalHistoryEntry {
  time: string;
  /** Who or what brought it about. */
  source: 'author' | 'admin' | 'provider';
  /** The person, where it was one. */
  actor: PublicUserResponse | null;
  status: 'requested' | 'approved' | 'sending' | 'paid' | 'rejected' | 'failed' | 'returned';
  detail: Record<string, string>;
}

export class AdminWithdrawalStory extends AdminWithdrawalResponse {
  history: WithdrawalHistoryEntry[];
}

export class AdminWithdrawalPage {
  items: AdminWithdrawalResponse[];
  next_cursor: string | null;
}
