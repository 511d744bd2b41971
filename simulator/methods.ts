import { queryBillUrl } from './bills/bill-calls.js';
import type { Handler } from './call.js';
import { precreate } from './precreate.js';
import { queryRefund, refundTrade } from './refund-calls.js';
import { closeTrade, queryTrade } from './trade-calls.js';
import { queryTransfer, transfer } from './transfers/transfer-calls.js';

/** Server calls, by method name. A new one is a file and a line here. */
export const HANDLERS: ReadonlyMap<string, Handler> = new Map<string, Handler>([
  ['alipay.trade.query', queryTrade],
  ['alipay.trade.close', closeTrade],
  ['alipay.trade.refund', refundTrade],
  ['alipay.trade.fastpay.refund.query', queryRefund],
  ['alipay.trade.precreate', precreate],
  ['alipay.fund.trans.uni.transfer', transfer],
  ['alipay.fund.trans.common.query', queryTransfer],
  ['alipay.data.dataservice.bill.downloadurl.query', queryBillUrl],
]);

/** Methods that Alipay answers only in certificate mode. */
export const CERTIFICATE_METHODS: ReadonlySet<string> = new Set([
  'alipay.fund.trans.uni.transfer',
  'alipay.fund.trans.common.query',
]);

/** Methods that a browser opens and that answer with the cashier page. */
export const PAGE_METHODS: ReadonlySet<string> = new Set(['alipay.trade.page.pay', 'alipay.trade.wap.pay']);
