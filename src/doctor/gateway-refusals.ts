import { both } from '../config/config-error.js';
import type { Probe } from '../payments/alipay/gateway-probe.js';
import { type Finding, right, warning, wrong } from './finding.js';

type Answer = Extract<Probe, { kind: 'answered' }>;

const KEY = both(
  '把 npm run keys 显示的应用公钥上传到开放平台（接口加签方式），签名类型选 RSA2',
  "upload the application's public key, which npm run keys prints, in Alipay's console (接口加签方式), for RSA2",
);
const CERTIFICATES = both(
  '从开放平台重新下载三个证书；应用的加签方式须与配置一致（公钥或证书）',
  'download the three certificates again; the mode in the console (key or certificate) must be the configured one',
);
const GRANTS = both(
  '在开放平台为应用签约并添加“电脑网站支付”',
  'sign up for 电脑网站支付 in the console and add it to the application',
);

/** What mends the refusals that a misconfiguration earns (Alipay, 公共错误码). */
const remedies: Readonly<Record<string, string>> = {
  'isv.invalid-signature': KEY,
  'isv.missing-signature-key': KEY,
  'isv.missing-signature-config': KEY,
  'isv.invalid-signature-type': KEY,
  'isv.invalid-app-id': both(
    '核对 ALIPAY_APP_ID；沙箱应用只能用沙箱网关',
    'check ALIPAY_APP_ID; an application of the sandbox works only with its gateway',
  ),
  'isv.missing-app-cert-sn': CERTIFICATES,
  'isv.missing-alipay-root-cert-sn': CERTIFICATES,
  'isv.app-cert-not-exist': CERTIFICATES,
  'isv.app-cert-expired': CERTIFICATES,
  'isv.invalid-app-cert-sn': CERTIFICATES,
  'isv.invalid-alipay-root-cert-sn': CERTIFICATES,
  'isv.invalid-timestamp': both('用 NTP 校准时钟', 'set the clock by NTP'),
  'isv.insufficient-isv-permissions': GRANTS,
  'isv.insufficient-user-permissions': GRANTS,
  'aop.invalid-app-auth-token': GRANTS,
  'ACQ.ACCESS_FORBIDDEN': GRANTS,
};

/** Codes of a gateway that has no time for us; they say nothing of the configuration. */
const BUSY = ['10003', '20000', '40005'];

/** What the gateway thinks of us, by its answer about an order that does not exist. */
export function refusalFinding({ code, subCode }: Answer): Finding {
  if (subCode === 'ACQ.TRADE_NOT_EXIST')
    return right(both('支付宝网关可用，并接受我们的签名', 'the gateway answers and accepts our signature'));
  const name = nameOf(subCode === '' ? code : subCode);
  const remedy = remedies[subCode];
  if (remedy === undefined && BUSY.includes(code))
    return warning(
      both(`网关暂时没有作答（${name}）`, `the gateway gave no answer now (${name})`),
      both('稍后再试', 'run this again later'),
    );
  return wrong(
    both(`网关拒绝了我们的请求：${name}`, `the gateway refuses our request: ${name}`),
    remedy ?? both('在支付宝文档中查找这个错误码', "look the code up in Alipay's documentation"),
  );
}

/** Somebody else's word: only what a code may look like is printed. */
function nameOf(code: string): string {
  return /^[\w.-]{1,64}$/.test(code) ? code : '?';
}
