import { beijingTime } from './beijing-time.js';
import { businessError, invalidParameter } from './errors.js';
import type { Call } from './call.js';
import { formatYuan } from './money.js';
import type { Trade } from './trade.js';

const NOTHING_PAID = {
  buyer_pay_amount: '0.00',
  invoice_amount: '0.00',
  point_amount: '0.00',
  receipt_amount: '0.00',
};

/** The trade that a call names by trade_no (which wins) or out_trade_no; otherwise ACQ.TRADE_NOT_EXIST. */
export function namedTrade({ content, desk }: Call, missingFields: Record<string, string> = {}): Trade {
  const outTradeNo = content.optional('out_trade_no', 64);
  const tradeNo = content.optional('trade_no', 64);
  if (outTradeNo === null && tradeNo === null)
    throw invalidParameter('out_trade_no 与 trade_no 不能同时为空');
  const trade = desk.book.find({ outTradeNo, tradeNo });
  if (!trade) {
    const echo = outTradeNo === null ? {} : { out_trade_no: outTradeNo };
    throw businessError('TRADE_NOT_EXIST', '交易不存在', { ...missingFields, ...echo });
  }
  return trade;
}

/** alipay.trade.query. */
export function queryTrade(call: Call): Record<string, string> {
  const trade = namedTrade(call, NOTHING_PAID);
  const amount = formatYuan(trade.totalFen);
  const paid =
    trade.paidAt === null
      ? NOTHING_PAID
      : {
          buyer_pay_amount: amount,
          invoice_amount: amount,
          point_amount: '0.00',
          receipt_amount: amount,
          send_pay_date: beijingTime(trade.paidAt),
        };
  return {
    buyer_logon_id: trade.buyerLogonId,
    buyer_user_id: trade.buyerId,
    buyer_user_type: 'PRIVATE',
    out_trade_no: trade.outTradeNo,
    total_amount: amount,
    trade_no: trade.tradeNo,
    trade_status: trade.status,
    ...paid,
  };
}

/** alipay.trade.close: only a trade that exists and waits for its buyer. */
export function closeTrade(call: Call): Record<string, string> {
  const trade = namedTrade(call);
  call.desk.book.close(trade);
  return { out_trade_no: trade.outTradeNo, trade_no: trade.tradeNo };
}
