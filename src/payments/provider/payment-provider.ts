/**
 * The port to a payment provider, in nobody's vendor words. `alipay/` implements it; a sibling would be one more
 * folder and one more line in payments.module.ts. Amounts are fen.
 */
export interface PaymentProvider {
  /** The signed address that takes the reader to the provider's cashier. */
  payUrl(order: PayOrder): Promise<string>;
  /** Reads and verifies an asynchronous notification from its raw body. */
  readNotification(body: Buffer): Reading;
  /** Reads and verifies a synchronous return from its raw query string. It proves identity, not payment. */
  readReturn(query: string): Reading;
  /** Asks for the state of an order. Never throws: what cannot be known is `unknown`. */
  query(outTradeNo: string): Promise<Answer>;
  /** Closes an unpaid order, so that nobody can pay it any more. Never throws. */
  close(outTradeNo: string): Promise<CloseAnswer>;
  /** Gives money back. Repeating it with the same refund number gives it back once. Never throws. */
  refund(refund: RefundOrder): Promise<RefundAnswer>;
  /** Asks what became of a refund. Never throws. */
  queryRefund(outTradeNo: string, refundNo: string): Promise<RefundState>;
}

/** What the provider is asked to give back. */
export interface RefundOrder {
  readonly outTradeNo: string;
  /** The refund's own number (out_request_no), the same in every repetition. */
  readonly refundNo: string;
  readonly amountFen: bigint;
  readonly reason: string;
}

/** `not_closable`: it is paid or was closed before; asking for its state tells which. */
export type CloseAnswer = 'closed' | 'unknown_order' | 'not_closable' | 'unknown';

/** `refused` is definite: no money moves. */
export type RefundAnswer =
  | { readonly kind: 'done' }
  | { readonly kind: 'refused'; readonly reason: string }
  | { readonly kind: 'unknown' };

/** `not_done`: no such refund is known there, or it has not happened yet. */
export type RefundState =
  | { readonly kind: 'done'; readonly amountFen: bigint }
  | { readonly kind: 'not_done' }
  | { readonly kind: 'unknown' };

/** Injection token of the PaymentProvider. */
export const PAYMENT_PROVIDER = Symbol('PaymentProvider');

/** What the provider is asked to collect. */
export interface PayOrder {
  readonly outTradeNo: string;
  readonly amountFen: bigint;
  readonly subject: string;
  /** When an unpaid order can no longer be paid. */
  readonly expiresTime: Date;
}

/**
 * What became of the trade at the provider:
 * - `waiting`: not paid yet;
 * - `paid`: the whole amount arrived, whatever was refunded since;
 * - `closed`: ended without a payment.
 */
export type TradeState = 'waiting' | 'paid' | 'closed';

/** A message that the provider signed. */
export interface Message {
  readonly outTradeNo: string;
  /** The provider's transaction number. */
  readonly tradeNo: string;
  readonly amountFen: bigint;
  readonly state: TradeState;
  /** All refunds so far, ours and others'. */
  readonly refundedFen: bigint;
  /** The number of the refund that this message tells of, where it says so. */
  readonly refundRequestNo: string | undefined;
  /** Which of "seller is ours" and "application is ours" fails first, if any. */
  readonly stranger: 'wrong_seller' | 'wrong_app' | undefined;
}

/** What arrived, kept for ever when it is verified. */
export interface RawMessage {
  readonly params: Readonly<Record<string, string>>;
  /** Sixteen bytes that are the same exactly when the signed content is the same. */
  readonly digest: Buffer;
}

export type RefusalReason =
  'malformed' | 'wrong_sign_type' | 'bad_signature' | 'ambiguous' | 'wrong_kind' | 'bad_content';

/** A message as received: verified and read, or refused with the first reason. */
export type Reading =
  | { readonly verified: true; readonly message: Message; readonly raw: RawMessage }
  | {
      readonly verified: false;
      readonly reason: RefusalReason;
      /** Whether the signature was the provider's, and only the content is not what it should be. */
      readonly signed: boolean;
      readonly raw: RawMessage;
    };

/** The provider's answer about an order. `unknown_order`: it never heard of it, which is normal before anyone pays. */
export type Answer =
  | { readonly kind: 'known'; readonly message: Message; readonly raw: RawMessage }
  | { readonly kind: 'unknown_order' }
  | { readonly kind: 'unknown' };
