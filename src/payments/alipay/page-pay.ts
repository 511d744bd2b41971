import type { AlipayConfig } from '../../config/config.js';
import { formatYuan } from '../../money/fen.js';
import type { PayOrder } from '../provider/payment-provider.js';
import { beijingTime } from './beijing-time.js';
import { canonicalText, signText } from './signing.js';

/**
 * The signed address of `alipay.trade.page.pay` (Alipay, 电脑网站支付, "统一收单下单并支付页面接口").
 * The same order always gives the same biz_content: Alipay refuses another one for the same out_trade_no.
 */
export async function pagePayUrl(config: AlipayConfig, order: PayOrder, now: Date): Promise<string> {
  const params: Record<string, string> = {
    app_id: config.appId,
    biz_content: JSON.stringify({
      out_trade_no: order.outTradeNo,
      product_code: 'FAST_INSTANT_TRADE_PAY',
      total_amount: formatYuan(order.amountFen),
      subject: order.subject,
      time_expire: beijingTime(order.expiresTime),
    }),
    charset: 'utf-8',
    format: 'JSON',
    method: 'alipay.trade.page.pay',
    notify_url: config.notifyUrl,
    return_url: config.returnUrl,
    sign_type: 'RSA2',
    timestamp: beijingTime(now),
    version: '1.0',
    ...(config.certificates && {
      app_cert_sn: config.certificates.appCertSn,
      alipay_root_cert_sn: config.certificates.rootCertSn,
    }),
  };
  params.sign = await signText(canonicalText(params, []), config.appPrivateKey);
  return `${config.gateway}?${new URLSearchParams(params).toString()}`;
}
