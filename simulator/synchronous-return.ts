import { beijingTime } from './beijing-time.js';
import type { Identity } from './identity.js';
import { formatYuan } from './money.js';
import { signMessage, type Params } from './signing.js';
import type { Trade } from './trade.js';

/** The signed parameters of the jump back to the merchant: they say who and how much, never the trade's status. */
function returnParams(trade: Trade, identity: Identity, at: number): Params {
  return signMessage(
    {
      app_id: trade.appId,
      auth_app_id: trade.appId,
      charset: 'utf-8',
      method: `${trade.method}.return`,
      out_trade_no: trade.outTradeNo,
      seller_id: identity.sellerId,
      timestamp: beijingTime(at),
      total_amount: formatYuan(trade.totalFen),
      trade_no: trade.tradeNo,
      version: '1.0',
    },
    identity.privateKey,
  );
}

/** `address` with the parameters after whatever query it has, its own characters untouched. */
export function addQuery(address: string, params: Params): string {
  const hash = address.indexOf('#');
  const base = hash < 0 ? address : address.slice(0, hash);
  const fragment = hash < 0 ? '' : address.slice(hash);
  const joint = !base.includes('?') ? '?' : /[?&]$/.test(base) ? '' : '&';
  return `${base}${joint}${new URLSearchParams(params).toString()}${fragment}`;
}

/** Where the paying buyer's browser is sent; undefined where the merchant gave no return_url. */
export function signedReturnUrl(trade: Trade, identity: Identity, at: number): string | undefined {
  return trade.returnUrl === null ? undefined : addQuery(trade.returnUrl, returnParams(trade, identity, at));
}
