import { beijingTime, parseBeijingTime } from './beijing-time.js';
import type { Desk } from './desk.js';
import { GatewayError } from './errors.js';
import { CERTIFICATE_METHODS } from './methods.js';
import { canonicalText, requestText, verify, type Params } from './signing.js';

const FUTURE_MS = 15 * 60_000;
const CALL_AGE_MS = 15 * 60_000;
const PAGE_AGE_MS = 15 * 24 * 60 * 60_000;

function missing(subCode: string, subMsg: string): GatewayError {
  return new GatewayError('40001', `isv.${subCode}`, subMsg);
}

function invalid(subCode: string, subMsg: string): GatewayError {
  return new GatewayError('40002', `isv.${subCode}`, subMsg);
}

/** The parameters of query and form together, url-decoded once as UTF-8. A parameter given twice is refused. */
export function readParams(query: string, form: string): Params {
  const params = new Map<string, string>();
  for (const source of [query, form]) {
    for (const [name, value] of new URLSearchParams(source)) {
      if (params.has(name)) throw invalid('invalid-parameter', `参数 ${name} 重复`);
      params.set(name, value);
    }
  }
  return Object.fromEntries(params);
}

/**
 * Refuses a request that is not the application's: app_id, sign_type, charset, certificate numbers, signature over
 * everything but `sign`, timestamp. `page`: opened in a browser, perhaps long after it was signed.
 */
export function checkRequest(params: Params, desk: Desk, page: boolean): void {
  if (!params.app_id) throw missing('missing-app-id', '缺少 app_id 参数');
  if (params.app_id !== desk.identity.appId) {
    throw invalid('invalid-app-id', `无效的 AppID 参数：模拟器只认 ${desk.identity.appId}`);
  }
  if (!params.sign_type) throw missing('missing-signature-type', '缺少 sign_type 参数');
  if (params.sign_type !== 'RSA2') throw invalid('invalid-signature-type', '无效的签名类型：应当是 RSA2');
  if ((params.charset ?? 'utf-8').toLowerCase() !== 'utf-8') {
    throw invalid('invalid-charset', '字符集错误：模拟器只支持 utf-8');
  }
  checkCertificates(params, desk);
  checkSignature(params, desk);
  checkTimestamp(params, desk.now(), page);
}

/** Whether a request is in certificate mode: it names both certificates. */
export function isCertificateMode(params: Params): boolean {
  return Boolean(params.app_cert_sn) || Boolean(params.alipay_root_cert_sn);
}

function checkCertificates(params: Params, desk: Desk): void {
  if (!isCertificateMode(params) && !CERTIFICATE_METHODS.has(params.method ?? '')) return;
  const { app_cert_sn: appSn, alipay_root_cert_sn: rootSn } = params;
  if (!appSn) throw invalid('missing-app-cert-sn', '缺少应用公钥证书序列号');
  if (!rootSn) throw invalid('missing-alipay-root-cert-sn', '缺少支付宝根证书序列号');
  const { certificates } = desk;
  if (appSn !== certificates.appSn()) {
    throw invalid(
      'app-cert-not-exist',
      `应用公钥证书不存在：应当是 ${certificates.appPath} 的序列号，它随应用公钥更换`,
    );
  }
  if (rootSn !== certificates.rootSn) {
    throw invalid(
      'invalid-alipay-root-cert-sn',
      `支付宝根证书序列号不合法：应当是 ${certificates.rootPath} 的序列号`,
    );
  }
}

function checkSignature(params: Params, desk: Desk): void {
  if (!params.sign) throw missing('missing-signature', '缺少签名参数');
  const key = desk.appPublicKey.read();
  if (!key) {
    throw missing(
      'missing-signature-config',
      `应用未配置公钥：模拟器在 ${desk.appPublicKey.path} 没有读到应用公钥`,
    );
  }
  const text = requestText(params);
  if (verify(text, params.sign, key)) return;
  const typeLeftOut = verify(canonicalText(params, ['sign', 'sign_type']), params.sign, key);
  const hint = typeLeftOut
    ? '本次请求签名时漏掉了 sign_type（请求的待签名字符串应当包含它）。'
    : `请检查：应用私钥与 ${desk.appPublicKey.path} 中的应用公钥是否是一对；待签名字符串是否与下面逐字相同；签名后参数有没有再被修改。`;
  throw invalid(
    'invalid-signature',
    `验签出错，建议检查签名字符串或签名私钥与应用公钥是否匹配。${hint}网关生成的验签字符串为：${text}`,
  );
}

function checkTimestamp(params: Params, now: number, page: boolean): void {
  if (!params.timestamp) throw missing('missing-timestamp', '缺少时间戳参数');
  const at = parseBeijingTime(params.timestamp);
  if (at === undefined) throw invalid('invalid-timestamp', '非法的时间戳参数：格式是 yyyy-MM-dd HH:mm:ss');
  if (at > now + FUTURE_MS || at < now - (page ? PAGE_AGE_MS : CALL_AGE_MS)) {
    throw invalid(
      'invalid-timestamp',
      `非法的时间戳参数：收到 ${params.timestamp}，现在是北京时间 ${beijingTime(now)}；timestamp 必须是北京时间`,
    );
  }
}
