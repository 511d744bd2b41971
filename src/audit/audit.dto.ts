import { IsOptional } from 'class-validator';
import { IsOneOf, IsText, IsTime } from '../http/fields.js';
import { PageQuery } from '../http/page.dto.js';
import { ACTIONS, type Action } from './act.js';

/** Filters of the record of acts; all that are given must hold. */
export class AuditQuery extends PageQuery {
  /** The administrator's id or user name. */
  @IsOptional()
  @IsText(1, 64)
  admin?: string;

  /** @example 'withdrawal.approve' */
  @IsOptional()
  @IsOneOf(...ACTIONS)
  action?: Action;

  /** The id of what was acted on, or the day of a bill. */
  @IsOptional()
  @IsText(1, 64)
  subject?: string;

  /** At this time or later; a date alone is its beginning in Beijing. */
  @IsOptional()
  @IsTime()
  from?: string;

  /** Before this time. */
  @IsOptional()
  @IsTime()
  to?: string;
}

/** An act of an administrator. */
export class ActResponse {
  id: string;
  /** @example '2026-11-22T08:00:00.000Z' */
  time: string;
  admin: ActingAdministrator;
  /**
   * The network address the request came from.
   * @example '203.0.113.7'
   */
  address: string;
  /**
   * The X-Request-Id of the answer; the log knows the request by it.
   * @example '01937b1e-6f5c-7d2a-9c3e-0f1a2b3c4d5e'
   */
  request_id: string;
  /** @example 'withdrawal.approve' */
  action: string;
  /**
   * The id of what was acted on, or the day of a bill.
   * @example '01937b1e-6f5c-7d2a-9c3e-0f1a2b3c4d5e'
   */
  subject: string;
  /** What it was before and after, or what came of it. */
  detail: Record<string, unknown>;
}

export class ActingAdministrator {
  id: string;
  /**
   * The user name at that time.
   * @example 'admin'
   */
  username: string;
}

/** A page of acts, newest first. */
export class ActPage {
  items: ActResponse[];

  /** Give it as `?cursor=` for the next page; null on the last one. */
  next_cursor: string | null;
}
