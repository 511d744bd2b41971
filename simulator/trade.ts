import { randomBytes, randomInt } from 'node:crypto';
import { beijingDate } from './beijing-time.js';

type TradeStatus = 'WAIT_BUYER_PAY' | 'TRADE_SUCCESS' | 'TRADE_FINISHED' | 'TRADE_CLOSED';

/** What the merchant asked for in a signed request. */
export interface Order {
  /** page.pay, wap.pay or precreate: decides the name in the synchronous return. */
  method: string;
  appId: string;
  outTradeNo: string;
  totalFen: bigint;
  subject: string;
  body: string | null;
  productCode: string;
  passbackParams: string | null;
  returnUrl: string | null;
  notifyUrl: string | null;
  /** Absolute (`time_expire`), milliseconds since 1970 UTC. */
  expiresAt: number | null;
  /** Relative to the moment the buyer opens the cashier (`timeout_express`). */
  timeoutMs: number | 'end-of-day';
}

export interface Refund {
  outRequestNo: string;
  amountFen: bigint;
  at: number;
  /** Accepted, but no money has moved yet. */
  pending?: boolean;
}

/** One POST to the notify_url and what came back. */
export interface Attempt {
  at: number;
  /** null: no answer at all, `answer` says why. */
  httpStatus: number | null;
  answer: string;
}

/** One notification, with all its resends. */
export interface Notice {
  notifyId: string;
  /** Everything but notify_id, notify_time and the signature, as things stood when it was made. */
  fields: Record<string, string>;
  /** Rounds of sending; a fault may make several attempts of one round. */
  rounds: number;
  attempts: Attempt[];
  accepted: boolean;
  /** When it goes out next; null: never again. */
  nextAt: number | null;
}

/** A trade that exists, since the buyer opened the cashier. All times are milliseconds since 1970 UTC. */
export interface Trade extends Order {
  tradeNo: string;
  status: TradeStatus;
  buyerId: string;
  buyerLogonId: string;
  cashierToken: string;
  createdAt: number;
  closesAt: number;
  paidAt: number | null;
  closedAt: number | null;
  refunds: Refund[];
  notices: Notice[];
}

function sumFen(refunds: readonly Refund[]): bigint {
  return refunds.reduce((sum, refund) => sum + refund.amountFen, 0n);
}

/** The refunds whose money has moved. */
export function doneRefunds(trade: Trade): Refund[] {
  return trade.refunds.filter((refund) => !refund.pending);
}

/** Sum in fen of all refunds whose money has moved. */
export function refundedFen(trade: Trade): bigint {
  return sumFen(doneRefunds(trade));
}

/** Sum in fen of all refunds, pending ones too. */
export function promisedFen(trade: Trade): bigint {
  return sumFen(trade.refunds);
}

/** So many random decimal digits. */
export function digits(count: number): string {
  return Array.from({ length: count }, () => randomInt(10)).join('');
}

/** 28 digits that begin with the Beijing date, like Alipay's own trade_no. */
export function newTradeNo(epochMs: number): string {
  return `${beijingDate(epochMs)}220014${digits(14)}`;
}

/** 34 digits that begin with the Beijing date; stays the same over all resends of one notification. */
export function newNotifyId(epochMs: number): string {
  return `${beijingDate(epochMs)}01222${digits(21)}`;
}

/** Nobody guesses it: 256 random bits. */
export function newToken(): string {
  return randomBytes(32).toString('base64url');
}
