import type { AlipayConfig } from '../../config/config.js';
import { formatYuan } from '../../money/fen.js';
import type { PayOrder } from '../provider/payment-provider.js';
import { beijingTime } from './beijing-time.js';
import { signedParams } from './signed-params.js';

/**
 * The signed address of `alipay.trade.page.pay` (Alipay, 电脑网站支付, "统一收单下单并支付页面接口").
 * The same order always gives the same biz_content: Alipay refuses another one for the same out_trade_no.
 */
export async function pagePayUrl(config: AlipayConfig, order: PayOrder, now: Date): Promise<string> {
  const bizContent = {
    out_trade_no: order.outTradeNo,
    product_code: 'FAST_INSTANT_TRADE_PAY',
    total_amount: formatYuan(order.amountFen),
    subject: order.subject,
    time_expire: beijingTime(order.expiresTime),
  };
  const addresses = { notify_url: config.notifyUrl, return_url: config.returnUrl };
  const params = await signedParams(config, 'alipay.trade.page.pay', bizContent, now, addresses);
  return `${config.gateway}?${params.toString()}`;
}
