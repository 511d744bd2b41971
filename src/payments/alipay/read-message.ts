import type { AlipayConfig } from '../../config/config.js';
import { parseYuan } from '../../money/fen.js';
import type {
  Message,
  RawMessage,
  Reading,
  RefusalReason,
  TradeState,
} from '../provider/payment-provider.js';
import { parseForm } from './parse-form.js';
import { canonicalText, digestOf, verifyText } from './signing.js';

type Params = Readonly<Record<string, string>>;

const ORDER_NUMBER = /^[A-Za-z0-9_]{1,64}$/;
const TRANSACTION_NUMBER = /^[A-Za-z0-9_-]{1,64}$/;
/** A refund made in Alipay's console has a number of Alipay's making. */
const REFUND_NUMBER = /^\P{C}{0,64}$/u;

/**
 * Reads an asynchronous notification: signature, unambiguous content, and that it is a notification at all, since a
 * synchronous return verifies just as well.
 */
export function readNotification(body: Buffer, config: AlipayConfig): Reading {
  return read(body.toString('utf8'), config, (params) =>
    params.notify_type === 'trade_status_sync' && params.notify_id && params.trade_status
      ? notifiedState(params)
      : undefined,
  );
}

/**
 * Reads a synchronous return. It has no trade_status: "the result comes from the notification or a query, never from
 * the jump" (Alipay). Its state is therefore always `waiting`.
 */
export function readReturn(query: string, config: AlipayConfig): Reading {
  return read(query, config, (params) =>
    params.method === 'alipay.trade.page.pay.return' && !params.notify_id ? 'waiting' : undefined,
  );
}

function read(
  text: string,
  config: AlipayConfig,
  stateOf: (params: Params) => TradeState | undefined,
): Reading {
  const params = parseForm(text);
  if (!params) return refuse('malformed', {}, text, false);
  const signed = canonicalText(params, ['sign', 'sign_type']);
  if (params.sign_type !== 'RSA2') return refuse('wrong_sign_type', params, signed, false);
  if (!isSigned(params, signed, config)) {
    return refuse('bad_signature', params, signed, false);
  }
  if (isAmbiguous(params)) return refuse('ambiguous', params, signed, true);
  const state = stateOf(params);
  if (!state) return refuse('wrong_kind', params, signed, true);
  const message = readContent(params, state, config);
  return message
    ? { verified: true, message, raw: { params, digest: digestOf(signed) } }
    : refuse('bad_content', params, signed, true);
}

/** A few of Alipay's products leave sign_type in the signed text; the official SDK accepts both, and so do we. */
function isSigned(params: Params, text: string, { alipayPublicKey }: AlipayConfig): boolean {
  const signature = params.sign ?? '';
  if (signature === '') return false;
  return (
    verifyText(text, signature, alipayPublicKey) ||
    verifyText(canonicalText(params, ['sign']), signature, alipayPublicKey)
  );
}

function refuse(reason: RefusalReason, params: Params, signedText: string, signed: boolean): Reading {
  const raw: RawMessage = { params, digest: digestOf(signedText) };
  return { verified: false, reason, signed, raw };
}

/**
 * The signed text is not escaped: with `&` in a value it could be cut into other parameters and would still verify.
 * Alipay's own JSON lists (fund_bill_list, …) are the only values that may hold one, and we send none.
 */
function isAmbiguous(params: Params): boolean {
  return Object.entries(params).some(
    ([key, value]) => !/^[a-z][a-z0-9_]*$/.test(key) || (value.includes('&') && !isJsonList(value)),
  );
}

function isJsonList(value: string): boolean {
  try {
    return value.startsWith('[') && Array.isArray(JSON.parse(value));
  } catch {
    return false;
  }
}

function notifiedState(params: Params): TradeState | undefined {
  switch (params.trade_status) {
    case 'WAIT_BUYER_PAY':
      return 'waiting';
    case 'TRADE_SUCCESS':
    case 'TRADE_FINISHED':
      return 'paid';
    case 'TRADE_CLOSED':
      // Unpaid and expired, or fully refunded: only a trade that was paid has a payment time or a refund.
      return wasPaid(params) ? 'paid' : 'closed';
    default:
      return undefined;
  }
}

function wasPaid(params: Params): boolean {
  return Boolean(params.gmt_payment) || (parseYuan(params.refund_fee ?? '0') ?? 0n) > 0n;
}

/** Numbers, ids and amounts against strict patterns; undefined where one is not what it should be. */
function readContent(params: Params, state: TradeState, config: AlipayConfig): Message | undefined {
  const outTradeNo = params.out_trade_no ?? '';
  const tradeNo = params.trade_no ?? '';
  const amountFen = parseYuan(params.total_amount ?? '');
  const refundedFen = refundedIn(params, amountFen);
  if (!ORDER_NUMBER.test(outTradeNo) || !TRANSACTION_NUMBER.test(tradeNo)) return undefined;
  const refundNo = params.out_biz_no ?? '';
  if (amountFen === undefined || refundedFen === undefined || !REFUND_NUMBER.test(refundNo)) return undefined;
  return {
    outTradeNo,
    tradeNo,
    amountFen,
    state,
    refundedFen,
    refundRequestNo: refundNo || undefined,
    stranger: strangerIn(params, config),
  };
}

/** The cumulative refund; a trade that was paid and is closed is refunded in full, also where no amount is named. */
function refundedIn(params: Params, amountFen: bigint | undefined): bigint | undefined {
  const refundedFen = parseYuan(params.refund_fee || '0');
  const fully = params.trade_status === 'TRADE_CLOSED' && wasPaid(params) && refundedFen === 0n;
  return fully ? amountFen : refundedFen;
}

function strangerIn(params: Params, config: AlipayConfig): Message['stranger'] {
  if (config.sellerId !== undefined && params.seller_id !== config.sellerId) return 'wrong_seller';
  return params.app_id === config.appId ? undefined : 'wrong_app';
}
