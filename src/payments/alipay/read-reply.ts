import { parseYuan } from '../../money/fen.js';
import type {
  Answer,
  CloseAnswer,
  RefundAnswer,
  RefundState,
  TradeState,
} from '../provider/payment-provider.js';
import type { Reply } from './alipay-client.js';
import { canonicalText, digestOf } from './signing.js';

/** A reply of `alipay.trade.query` (统一收单交易查询). Anything that is not plainly an answer is `unknown`. */
export function readQueryReply({ code, subCode, fields }: Reply, outTradeNo: string): Answer {
  if (code !== '10000') {
    return { kind: subCode === 'ACQ.TRADE_NOT_EXIST' ? 'unknown_order' : 'unknown' };
  }
  const amountFen = parseYuan(fields.total_amount ?? '');
  const state = queriedState(fields);
  const tradeNo = fields.trade_no ?? '';
  if (fields.out_trade_no !== outTradeNo || amountFen === undefined || !state || tradeNo === '') {
    return { kind: 'unknown' };
  }
  return {
    kind: 'known',
    message: {
      outTradeNo,
      tradeNo,
      amountFen,
      state,
      // A trade that was paid and is closed has been refunded in full; other refunds a query does not tell.
      refundedFen: fields.trade_status === 'TRADE_CLOSED' && state === 'paid' ? amountFen : 0n,
      refundRequestNo: undefined,
      stranger: undefined,
    },
    raw: { params: fields, digest: digestOf(canonicalText(fields, [])) },
  };
}

function queriedState(fields: Readonly<Record<string, string>>): TradeState | undefined {
  switch (fields.trade_status) {
    case 'WAIT_BUYER_PAY':
      return 'waiting';
    case 'TRADE_SUCCESS':
    case 'TRADE_FINISHED':
      return 'paid';
    case 'TRADE_CLOSED':
      // A paid and fully refunded trade carries the time of its payment.
      return fields.send_pay_date ? 'paid' : 'closed';
    default:
      return undefined;
  }
}

/** A reply of `alipay.trade.close` (统一收单交易关闭). */
export function readCloseReply(reply: Reply | undefined): CloseAnswer {
  if (!reply) return 'unknown';
  if (reply.code === '10000') return 'closed';
  switch (reply.subCode) {
    case 'ACQ.TRADE_NOT_EXIST':
      return 'unknown_order';
    case 'ACQ.TRADE_STATUS_ERROR':
    case 'ACQ.REASON_TRADE_STATUS_INVALID':
      return 'not_closable';
    default:
      return 'unknown';
  }
}

/** The same number with another amount: somebody has to look, and nothing may be given back to the author. */
const DISCORDANT = 'ACQ.DISCORDANT_REPEAT_REQUEST';

/**
 * A reply of `alipay.trade.refund` (统一收单交易退款). Only `fund_change` Y says that money moved in this very call;
 * a business refusal (40004) is definite; everything else has to be asked about.
 */
export function readRefundReply(reply: Reply | undefined): RefundAnswer {
  if (reply?.code === '10000' && reply.fields.fund_change === 'Y') return { kind: 'done' };
  if (reply?.code === '40004' && reply.subCode !== DISCORDANT) {
    return { kind: 'refused', reason: reply.fields.sub_msg ?? reply.subCode };
  }
  return { kind: 'unknown' };
}

/** A reply of `alipay.trade.fastpay.refund.query` (统一收单交易退款查询): done only where it says REFUND_SUCCESS. */
export function readRefundQueryReply(reply: Reply | undefined, refundNo: string): RefundState {
  if (!reply) return { kind: 'unknown' };
  const { refund_status: status, out_request_no: number, refund_amount: amount } = reply.fields;
  if (reply.code !== '10000') {
    return { kind: reply.subCode === 'ACQ.TRADE_NOT_EXIST' ? 'not_done' : 'unknown' };
  }
  if (status !== 'REFUND_SUCCESS' || (number !== undefined && number !== refundNo))
    return { kind: 'not_done' };
  const amountFen = parseYuan(amount ?? '');
  return amountFen === undefined ? { kind: 'unknown' } : { kind: 'done', amountFen };
}
