import { businessError } from './errors.js';
import type { Call } from './call.js';
import { readOrder } from './order.js';
import { newToken } from './trade.js';

/** How long a QR code leads to the cashier (当面付 precreate). */
const CODE_LIFE_MS = 2 * 60 * 60_000;

/** alipay.trade.precreate: a QR code; the trade itself begins when somebody scans it. */
export function precreate({ params, content, desk }: Call): Record<string, string> {
  const order = readOrder(params, content, desk.now());
  const existing = desk.book.find({ outTradeNo: order.outTradeNo });
  if (existing?.paidAt != null) throw businessError('TRADE_HAS_SUCCESS', '交易已被支付');
  if (existing?.status === 'TRADE_CLOSED') throw businessError('TRADE_HAS_CLOSE', '交易已经关闭');
  const token = newToken();
  desk.store.saveCode({ token, order, diesAt: desk.now() + CODE_LIFE_MS });
  return { out_trade_no: order.outTradeNo, qr_code: `${desk.url()}/qr/${token}` };
}
