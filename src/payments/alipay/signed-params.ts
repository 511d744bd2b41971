import type { AlipayConfig } from '../../config/config.js';
import { beijingTime } from './beijing-time.js';
import { canonicalText, signText } from './signing.js';

/** The parameters of a request to Alipay's gateway, signed; in certificate mode they name the certificates. */
export async function signedParams(
  config: AlipayConfig,
  method: string,
  bizContent: Readonly<Record<string, string>>,
  now: Date,
  more: Readonly<Record<string, string>> = {},
): Promise<URLSearchParams> {
  const params: Record<string, string> = {
    app_id: config.appId,
    biz_content: JSON.stringify(bizContent),
    charset: 'utf-8',
    format: 'JSON',
    method,
    ...more,
    sign_type: 'RSA2',
    timestamp: beijingTime(now),
    version: '1.0',
    ...(config.certificates && {
      app_cert_sn: config.certificates.appCertSn,
      alipay_root_cert_sn: config.certificates.rootCertSn,
    }),
  };
  params.sign = await signText(canonicalText(params, []), config.appPrivateKey);
  return new URLSearchParams(params);
}
