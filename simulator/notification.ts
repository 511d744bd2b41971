import type { KeyObject } from 'node:crypto';
import { beijingTime, beijingTimeMillis } from './beijing-time.js';
import type { Identity } from './identity.js';
import { formatYuan } from './money.js';
import { signMessage, type Params } from './signing.js';
import { refundedFen, type Trade } from './trade.js';

/** The content type that Alipay really sends; some body parsers lose such a body. */
export const NOTIFICATION_CONTENT_TYPE = 'application/x-www-form-urlencoded; text/html; charset=utf-8';

function paymentFields(trade: Trade): Params {
  if (trade.paidAt === null) return {};
  const amount = formatYuan(trade.totalFen);
  return {
    gmt_payment: beijingTime(trade.paidAt),
    buyer_pay_amount: amount,
    receipt_amount: amount,
    invoice_amount: amount,
    point_amount: '0.00',
    fund_bill_list: JSON.stringify([{ amount, fundChannel: 'ALIPAYACCOUNT' }]),
  };
}

/**
 * The fields that say how a trade stands (异步通知参数 of alipay.trade.page.pay), without notify_id, notify_time and
 * signature. Amounts are yuan with two decimals, times Beijing time.
 */
export function tradeFields(trade: Trade, identity: Identity): Params {
  return {
    app_id: trade.appId,
    auth_app_id: trade.appId,
    charset: 'utf-8',
    version: '1.0',
    notify_type: 'trade_status_sync',
    seller_id: identity.sellerId,
    buyer_id: trade.buyerId,
    buyer_logon_id: trade.buyerLogonId,
    out_trade_no: trade.outTradeNo,
    trade_no: trade.tradeNo,
    trade_status: trade.status,
    total_amount: formatYuan(trade.totalFen),
    subject: trade.subject,
    gmt_create: beijingTime(trade.createdAt),
    ...(trade.body === null ? {} : { body: trade.body }),
    ...(trade.passbackParams === null ? {} : { passback_params: trade.passbackParams }),
    ...(trade.closedAt === null ? {} : { gmt_close: beijingTime(trade.closedAt) }),
    ...paymentFields(trade),
  };
}

/** What a refund adds: refund_fee is the sum of all refunds so far, gmt_refund has milliseconds. */
export function refundFields(trade: Trade, at: number, outBizNo: string | null): Params {
  return {
    refund_fee: formatYuan(refundedFen(trade)),
    gmt_refund: beijingTimeMillis(at),
    ...(outBizNo === null ? {} : { out_biz_no: outBizNo }),
  };
}

/** The parameters of one sending of a notification, signed. `at`: milliseconds since 1970 UTC. */
export function signNotification(
  fields: Params,
  notifyId: string,
  at: number,
  privateKey: KeyObject,
): Params {
  return signMessage({ ...fields, notify_id: notifyId, notify_time: beijingTime(at) }, privateKey);
}

/** The form body of parameters, UTF-8, a space written as `+`. */
export function formBody(params: Params): string {
  return new URLSearchParams(params).toString();
}
