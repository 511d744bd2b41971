import { statfs } from 'node:fs/promises';
import { both } from '../config/config-error.js';
import type { Examination } from '../config/load-config.js';
import { type Finding, right, warning, wrong } from './finding.js';

/** Below this much free disk, in bytes, logs and uploads of others soon fill it. */
const LITTLE_DISK = 1024 ** 3;

/** Certificates are renewed in Alipay's console; this many days are enough to do so in peace. */
const RENEWAL_DAYS = 30;

const DAY_MS = 24 * 3600 * 1000;

/** The variables, the keys and certificates, https, the zone and the disk: everything that needs no connection. */
export async function examineEnvironment(examination: Examination, now = new Date()): Promise<Finding[]> {
  const { problems, warnings } = examination;
  return [
    ...problems.map(({ variable, problem, remedy }) => wrong(`${variable}: ${problem}`, remedy)),
    ...warnings.map((text) => warning(text)),
    ...(problems.length === 0
      ? [right(both('环境变量齐全且有效', 'the environment is complete and valid'))]
      : []),
    ...keys(examination, now),
    ...https(examination),
    timeZone(),
    await disk(),
  ];
}

function keys({ alipay }: Examination, now: Date): Finding[] {
  if (!alipay) return [];
  const { certificates, appPrivateKey } = alipay;
  const bits = appPrivateKey.asymmetricKeyDetails?.modulusLength ?? 0;
  const pair = right(
    both(
      `密钥：应用私钥为 RSA ${bits} 位，签名自检通过，支付宝公钥不是应用自己的公钥`,
      `keys: RSA with ${bits} bits, the signing self-test passes, Alipay's key is not our own`,
    ),
  );
  return certificates ? [pair, validity(certificates.expiresMs, now)] : [pair];
}

function validity(expiresMs: number, now: Date): Finding {
  const days = Math.floor((expiresMs - now.getTime()) / DAY_MS);
  const remedy = both('在开放平台更新证书，保存后重新启动', "renew them in Alipay's console, save, restart");
  if (days < 0) return wrong(both('证书已经过期', 'a certificate has expired'), remedy);
  const text = both(`公钥证书模式，证书还有 ${days} 天到期`, `certificate mode; valid for ${days} more days`);
  return days < RENEWAL_DAYS ? warning(text, remedy) : right(text);
}

/** That https is missing where it is needed, the rules of the configuration say. */
function https({ publicUrl }: Examination): Finding[] {
  if (!publicUrl.startsWith('https:')) return [];
  return [right(both('PUBLIC_URL 使用 https', 'PUBLIC_URL is https'))];
}

function timeZone(): Finding {
  const { timeZone: zone } = Intl.DateTimeFormat().resolvedOptions();
  return right(
    both(
      `本机时区为 ${zone}，没有影响：支付宝的时间总按北京时间计算`,
      `this machine's time zone is ${zone}, which changes nothing: Alipay's times are computed as Beijing time`,
    ),
  );
}

async function disk(): Promise<Finding> {
  const { bavail, bsize } = await statfs(process.cwd());
  const free = bavail * bsize;
  const gigabytes = (free / 1024 ** 3).toFixed(1);
  const text = both(`磁盘剩余 ${gigabytes} GB`, `${gigabytes} GB of disk are free here`);
  if (free >= LITTLE_DISK) return right(text);
  return warning(text, both('清理磁盘，或移到别处', 'free some, or move'));
}
