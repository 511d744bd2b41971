import { both } from '../config/config-error.js';
import type { AlipayConfig } from '../config/config.js';
import type { Examination } from '../config/load-config.js';
import { type Probe, probeGateway } from '../payments/alipay/gateway-probe.js';
import { clockFinding } from './clock.js';
import { type Finding, right, warning, wrong } from './finding.js';
import { refusalFinding } from './gateway-refusals.js';

type Answer = Extract<Probe, { kind: 'answered' }>;

/** Whether the gateway is there, takes our signature, signs with the key we expect, and has the same time. */
export async function examineGateway({ alipay }: Examination): Promise<Finding[]> {
  if (!alipay)
    return [
      warning(
        both(
          '没有检查支付宝网关：缺少地址、APPID 或密钥',
          'the gateway was not examined: address, id or keys are missing',
        ),
        both('先改正上面的问题', 'mend what is named above first'),
      ),
    ];
  const probe = await probeGateway(alipay);
  if (probe.kind === 'unreachable') return [unreachable(probe.reason)];
  if (probe.kind === 'not_a_gateway') return [notAGateway(probe.status)];
  return [refusalFinding(probe), ...signature(probe, alipay), time(probe)];
}

function unreachable(reason: string): Finding {
  return wrong(
    both(`连不上支付宝网关（${reason}）`, `Alipay's gateway cannot be reached (${reason})`),
    both(
      '检查 ALIPAY_GATEWAY，以及本机能否访问该地址（DNS、防火墙、证书）',
      'check ALIPAY_GATEWAY, and that this machine may reach it: DNS, firewall, certificates',
    ),
  );
}

function notAGateway(status: number): Finding {
  return wrong(
    both(
      `ALIPAY_GATEWAY 的应答不是支付宝网关的（HTTP ${status}）`,
      `what answers at ALIPAY_GATEWAY is not Alipay's gateway (HTTP ${status})`,
    ),
    both(
      '填写 https://openapi.alipay.com/gateway.do；检查中间的代理',
      'set it to https://openapi.alipay.com/gateway.do; look for a proxy in between',
    ),
  );
}

/** Alipay signs all it decides about; a request that it takes for nobody's it may answer unsigned. */
function signature({ signature: state, subCode }: Answer, { certificates }: AlipayConfig): Finding[] {
  if (state === 'verified') return [right(both('网关应答的签名有效', "the reply's signature is Alipay's"))];
  if (state === 'none' && subCode.startsWith('isv.')) return [];
  const variable = certificates ? 'ALIPAY_PUBLIC_CERT_PATH' : 'ALIPAY_PUBLIC_KEY_PATH';
  return [
    wrong(
      state === 'none'
        ? both('网关的应答没有签名', 'the reply of the gateway is not signed')
        : both(
            '网关应答的签名与配置的支付宝公钥不符',
            "the reply is not signed with the configured key of Alipay's",
          ),
      both(
        `从开放平台重新下载本应用的支付宝公钥（或证书），保存到 ${variable}`,
        `download Alipay's key (or certificate) of this very application again, for ${variable}`,
      ),
    ),
  ];
}

function time({ clockAheadMs }: Answer): Finding {
  if (clockAheadMs !== undefined)
    return clockFinding({ zh: '支付宝网关', en: "the gateway's" }, clockAheadMs);
  return warning(
    both('网关没有给出时间，时钟没有核对', 'the gateway gave no time: the clock was not compared with it'),
  );
}
