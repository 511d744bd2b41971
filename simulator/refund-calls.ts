import { beijingTime } from './beijing-time.js';
import type { Call } from './call.js';
import { formatYuan } from './money.js';
import { namedTrade } from './trade-calls.js';
import { refundedFen } from './trade.js';

/**
 * alipay.trade.refund: idempotent by out_request_no; refund_fee is the sum so far, fund_change whether money moved in
 * this call.
 */
export function refundTrade(call: Call): Record<string, string> {
  const trade = namedTrade(call);
  const amountFen = call.content.amountFen('refund_amount');
  const outRequestNo = call.content.optional('out_request_no', 64) ?? undefined;
  const { pending } = call;
  const { refund, repeated } = call.desk.book.refund(trade, { amountFen, outRequestNo, pending });
  const moved = !repeated && !refund.pending;
  return {
    buyer_logon_id: trade.buyerLogonId,
    buyer_user_id: trade.buyerId,
    fund_change: moved ? 'Y' : 'N',
    ...(refund.pending ? {} : { gmt_refund_pay: beijingTime(refund.at) }),
    out_trade_no: trade.outTradeNo,
    refund_fee: formatYuan(refundedFen(trade)),
    send_back_fee: moved ? formatYuan(refund.amountFen) : '0.00',
    trade_no: trade.tradeNo,
  };
}

/** alipay.trade.fastpay.refund.query: refund_status is there only when the refund was made. */
export function queryRefund(call: Call): Record<string, string> {
  const trade = namedTrade(call);
  const outRequestNo = call.content.required('out_request_no', 64);
  const refund = trade.refunds.find((one) => one.outRequestNo === outRequestNo);
  if (!refund) return {};
  return {
    out_request_no: outRequestNo,
    out_trade_no: trade.outTradeNo,
    refund_amount: formatYuan(refund.amountFen),
    ...(refund.pending ? {} : { refund_status: 'REFUND_SUCCESS' }),
    total_amount: formatYuan(trade.totalFen),
    trade_no: trade.tradeNo,
  };
}
