import type { BizContent } from './biz-content.js';
import type { Desk } from './desk.js';
import type { Params } from './signing.js';

/** One verified call. */
export interface Call {
  params: Params;
  content: BizContent;
  desk: Desk;
  /** By a fault: take the work on, but leave it undone until the control API deals with it. */
  pending: boolean;
}

/** Answers a server call with the fields beside `code` and `msg`, or throws a GatewayError. */
export type Handler = (call: Call) => Record<string, unknown> | Promise<Record<string, unknown>>;
