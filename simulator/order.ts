import { parseBeijingTime } from './beijing-time.js';
import type { BizContent } from './biz-content.js';
import { invalidParameter } from './errors.js';
import type { Params } from './signing.js';
import type { Order } from './trade.js';

const MINUTE_MS = 60_000;
const UNIT_MS: Record<string, number> = { m: MINUTE_MS, h: 60 * MINUTE_MS, d: 24 * 60 * MINUTE_MS };
const MAX_LIFE_MS = 15 * 24 * 60 * MINUTE_MS;

/** What each way of paying wants in `product_code`. */
const PRODUCT_CODES: Record<string, string> = {
  'alipay.trade.page.pay': 'FAST_INSTANT_TRADE_PAY',
  'alipay.trade.wap.pay': 'QUICK_WAP_WAY',
  'alipay.trade.precreate': 'FACE_TO_FACE_PAYMENT',
};

function outTradeNo(content: BizContent): string {
  const text = content.required('out_trade_no', 64);
  if (!/^\w+$/.test(text)) throw invalidParameter('out_trade_no 只能含字母、数字和下划线');
  return text;
}

function subject(content: BizContent): string {
  const text = content.required('subject', 256);
  if (/[/=&]/.test(text)) throw invalidParameter('subject 不能含特殊字符 / = &');
  return text;
}

function productCode(content: BizContent, method: string): string {
  const wanted = PRODUCT_CODES[method] ?? '';
  const given = content.optional('product_code', 64);
  if (given === null && method === 'alipay.trade.precreate') return wanted;
  if (given !== wanted) throw invalidParameter(`product_code 应当是 ${wanted}`);
  return wanted;
}

function address(params: Params, name: string): string | null {
  const text = params[name];
  if (text === undefined || text === '') return null;
  if (text.length > 256) throw invalidParameter(`${name} 超过 256 个字符`);
  if (!/^https?:\/\//.test(text) || !URL.canParse(text)) {
    throw invalidParameter(`${name} 应当是 http 或 https 的完整地址`);
  }
  return text;
}

function expiresAt(content: BizContent, now: number): number | null {
  const text = content.optional('time_expire', 32);
  if (text === null) return null;
  const at = parseBeijingTime(text);
  if (at === undefined) throw invalidParameter('time_expire 的格式是 yyyy-MM-dd HH:mm:ss（北京时间）');
  if (at > now + MAX_LIFE_MS) throw invalidParameter('time_expire 最晚是 15 天以后');
  return at;
}

function timeoutMs(content: BizContent): number | 'end-of-day' {
  const text = content.optional('timeout_express', 6);
  if (text === null) return MAX_LIFE_MS;
  if (text === '1c') return 'end-of-day';
  const match = /^([1-9]\d{0,4})([mhd])$/.exec(text);
  const ms = match ? Number.parseInt(match[1] ?? '', 10) * (UNIT_MS[match[2] ?? ''] ?? 0) : 0;
  if (ms < MINUTE_MS || ms > MAX_LIFE_MS) throw invalidParameter('timeout_express 的范围是 1m 到 15d');
  return ms;
}

/**
 * The order in a signed request of page.pay, wap.pay or precreate; refuses what Alipay's 请求参数 table refuses.
 * `now`: milliseconds since 1970 UTC.
 */
export function readOrder(params: Params, content: BizContent, now: number): Order {
  const method = params.method ?? '';
  return {
    method,
    appId: params.app_id ?? '',
    outTradeNo: outTradeNo(content),
    totalFen: content.amountFen('total_amount'),
    subject: subject(content),
    body: content.optional('body', 128),
    productCode: productCode(content, method),
    passbackParams: content.optional('passback_params', 512),
    returnUrl: address(params, 'return_url'),
    notifyUrl: address(params, 'notify_url'),
    expiresAt: expiresAt(content, now),
    timeoutMs: timeoutMs(content),
  };
}
