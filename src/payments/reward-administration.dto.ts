import { IsOptional } from 'class-validator';
import { IsOneOf, IsText, IsTime } from '../http/fields.js';
import { PageQuery } from '../http/page.dto.js';
import { IsAmount } from '../money/money.dto.js';
import { PublicUserResponse } from '../users/users.dto.js';
import { RewardResponse } from './payments.dto.js';
import { REWARD_STATUSES } from './reward-state.js';

/** Filters of the administrators' list; all that are given must hold. */
export class AdminRewardsQuery extends PageQuery {
  @IsOptional()
  @IsOneOf(...REWARD_STATUSES)
  status?: 'pending' | 'paid' | 'partially_refunded' | 'refunded' | 'closed';

  @IsOptional()
  @IsOneOf('alipay', 'balance')
  channel?: 'alipay' | 'balance';

  /** The author's id or user name. */
  @IsOptional()
  @IsText(1, 64)
  author?: string;

  /** The reader's id or user name. */
  @IsOptional()
  @IsText(1, 64)
  user?: string;

  @IsOptional()
  @IsText(1, 64)
  article_id?: string;

  @IsOptional()
  @IsText(1, 64)
  out_trade_no?: string;

  @IsOptional()
  @IsText(1, 64)
  trade_no?: string;

  /** Created at this time or later; a date alone is its beginning in Beijing. */
  @IsOptional()
  @IsTime()
  from?: string;

  /** Created before this time. */
  @IsOptional()
  @IsTime()
  to?: string;

  /** At least this amount, in yuan. */
  @IsOptional()
  @IsAmount()
  min?: string;

  /** At most this amount, in yuan. */
  @IsOptional()
  @IsAmount()
  max?: string;
}

/** One thing that happened to a reward. */
export class HistoryEntry {
  time: string;
  /**
   * Who or what: `reader`, `notify`, `return`, `query`, `admin`, …
   * @example 'notify'
   */
  source: string;
  kind: 'state_change' | 'callback' | 'query' | 'refund';
  /**
   * What came of it, e.g. `created`, `paid`, `paid_after_close`, `already_settled`, `refunded`.
   * @example 'paid'
   */
  outcome: string;
  detail: Record<string, unknown>;
}

/** A refund of a reward. */
export class RefundResponse {
  id: string;
  /** @example "5.00" */
  money: string;
  status: 'pending' | 'done' | 'refused';
  /** @example '读者误操作' */
  reason: string;
  out_request_no: string;
  /** `gateway`: made in the provider's own console; `bill`: so, and known from its bill alone. */
  origin: 'admin' | 'gateway' | 'bill';
  created_time: string;
  done_time: string | null;
}

/** A refund that needed, or needs, a second administrator. Approved, it is also among the refunds, by the same id. */
export class RefundProposalResponse {
  id: string;
  /** @example "500.00" */
  money: string;
  status: 'awaiting' | 'approved' | 'declined';
  /** Why it was asked for. */
  reason: string;
  requested_by: PublicUserResponse | null;
  created_time: string;
  decided_by: PublicUserResponse | null;
  decided_time: string | null;
  /**
   * Why it was declined.
   * @example '金额有误'
   */
  decision_reason: string;
}

/** A reward with all that happened to it. */
export class AdminRewardResponse extends RewardResponse {
  history: HistoryEntry[];
  refunds: RefundResponse[];
  refund_proposals: RefundProposalResponse[];
}

/** What asking the gateway came to, and the reward as it is now. */
export class ConfirmResponse extends AdminRewardResponse {
  /**
   * `settled`, `already_settled`, `second_payment`, `waiting`, `not_there`, `closed`, `already_closed`, `paid_before`
   * @example 'settled'
   */
  outcome: string;
}

/** Filters of the callbacks' list. */
export class CallbacksQuery extends PageQuery {
  @IsOptional()
  @IsText(1, 64)
  out_trade_no?: string;

  @IsOptional()
  @IsOneOf('true', 'false')
  verified?: 'true' | 'false';
}

/** A message about an order, as it was kept. */
export class CallbackResponse {
  id: string;
  source: 'notify' | 'return' | 'query';
  received_time: string;
  /** When an identical one came last. */
  last_time: string;
  /** How often it came. */
  times: number;
  verified: boolean;
  /** @example 'settled' */
  outcome: string;
  out_trade_no: string;
  trade_no: string;
  params: Record<string, string>;
}

export class CallbackPage {
  items: CallbackResponse[];
  next_cursor: string | null;
}
