import { beijingTime } from './beijing-time.js';
import { formatYuan } from './money.js';
import { refundedFen, type Attempt, type Notice, type Trade } from './trade.js';

function timeOrNull(at: number | null): string | null {
  return at === null ? null : beijingTime(at);
}

/** One sending of a notification, as JSON. */
export function attemptView(attempt: Attempt): Record<string, unknown> {
  return { time: beijingTime(attempt.at), http_status: attempt.httpStatus, answer: attempt.answer };
}

function noticeView(notice: Notice): Record<string, unknown> {
  return {
    notify_id: notice.notifyId,
    trade_status: notice.fields.trade_status,
    fields: notice.fields,
    accepted: notice.accepted,
    next_time: timeOrNull(notice.nextAt),
    attempts: notice.attempts.map(attemptView),
  };
}

/** A trade as the control API shows it: names as Alipay's, times in Beijing, amounts in yuan. */
export function tradeView(trade: Trade): Record<string, unknown> {
  return {
    out_trade_no: trade.outTradeNo,
    trade_no: trade.tradeNo,
    trade_status: trade.status,
    total_amount: formatYuan(trade.totalFen),
    refund_fee: formatYuan(refundedFen(trade)),
    subject: trade.subject,
    method: trade.method,
    buyer_id: trade.buyerId,
    return_url: trade.returnUrl,
    notify_url: trade.notifyUrl,
    passback_params: trade.passbackParams,
    created_time: beijingTime(trade.createdAt),
    expires_time: beijingTime(trade.closesAt),
    paid_time: timeOrNull(trade.paidAt),
    closed_time: timeOrNull(trade.closedAt),
    refunds: trade.refunds.map((refund) => ({
      out_request_no: refund.outRequestNo,
      amount: formatYuan(refund.amountFen),
      time: beijingTime(refund.at),
      pending: refund.pending ?? false,
    })),
    notifications: trade.notices.map(noticeView),
  };
}
