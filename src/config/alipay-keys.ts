import type { KeyObject } from 'node:crypto';
import { join, resolve } from 'node:path';
import { readCertificates, wantsCertificates } from './alipay-certificates.js';
import { both } from './config-error.js';
import type { AlipayConfig } from './config.js';
import {
  isInside,
  isPairOf,
  isReadableByOthers,
  readPrivateKeyFile,
  readPublicKeyFile,
} from './key-files.js';
import { KeyError } from './key-parsing.js';
import { signingSelfTest } from './signing-self-test.js';
import type { Situation } from './situation.js';

/** The two keys of the configuration, and the certificates in certificate mode. */
export type AlipayKeys = Pick<AlipayConfig, 'appPrivateKey' | 'alipayPublicKey' | 'certificates'>;

const PRIVATE = 'ALIPAY_APP_PRIVATE_KEY_PATH';
const PUBLIC = 'ALIPAY_PUBLIC_KEY_PATH';

/**
 * Reads and checks both keys, Alipay's from its certificate in certificate mode; undefined where something is wrong
 * with them, or the simulator is to make them.
 */
export function readAlipayKeys(situation: Situation): AlipayKeys | undefined {
  const { values, usesSimulator, directory } = situation;
  const privatePath = resolve(directory, values[PRIVATE] ?? 'keys/app_private_key.pem');
  const skipPrivate = usesSimulator && values[PRIVATE] === undefined;
  const appPrivateKey = skipPrivate ? undefined : readOwnKey(situation, privatePath);
  const theirs = usesSimulator ? undefined : readTheirs(situation, appPrivateKey);
  if (!appPrivateKey || !theirs) return undefined;
  const keys = { appPrivateKey, ...theirs };
  return areFit(situation, keys) ? keys : undefined;
}

function readOwnKey(situation: Situation, path: string): KeyObject | undefined {
  const { problems, warnings, mode, dataDir } = situation;
  const remedy = both(
    '指向应用私钥文件；还没有的话，运行 npm run keys',
    "point it to the application's private key; without one, run npm run keys",
  );
  const key = attempt(situation, PRIVATE, remedy, () => readPrivateKeyFile(path));
  if (mode === 'production' && isInside(path, join(dataDir, 'keys')))
    problems.add(PRIVATE, both('这是自动生成的开发密钥', 'this is a generated development key'), remedy);
  if (key && isReadableByOthers(path)) {
    const problem = both('私钥文件能被其他用户读取', 'other users can read the private key file');
    if (mode === 'production')
      problems.add(PRIVATE, problem, both('对它运行 chmod 600', 'run chmod 600 on it'));
    else warnings.push(`${PRIVATE}: ${problem}`);
  }
  return key;
}

type TheirKey = Omit<AlipayKeys, 'appPrivateKey'>;

function readTheirs(situation: Situation, appPrivateKey: KeyObject | undefined): TheirKey | undefined {
  const { values, directory, problems } = situation;
  if (!wantsCertificates(situation)) {
    const path = resolve(directory, values[PUBLIC] ?? 'keys/alipay_public_key.pem');
    const alipayPublicKey = readTheirKey(situation, path);
    return alipayPublicKey && { alipayPublicKey, certificates: undefined };
  }
  const set = readCertificates(situation);
  if (!set || !appPrivateKey) return undefined;
  if (!isPairOf(appPrivateKey, set.appPublicKey))
    problems.add(
      'ALIPAY_APP_CERT_PATH',
      both('应用公钥证书与应用私钥不是一对', "this certificate is not that of the application's private key"),
      both('用生成证书请求（CSR）时的私钥', 'use the private key with which the certificate was requested'),
    );
  return { alipayPublicKey: set.alipayPublicKey, certificates: set.certificates };
}

function readTheirKey(situation: Situation, path: string): KeyObject | undefined {
  const remedy = both(
    '从支付宝开放平台下载“支付宝公钥”，保存到这个文件',
    "save Alipay's public key (支付宝公钥) from Alipay's console in that file",
  );
  return attempt(situation, PUBLIC, remedy, () => readPublicKeyFile(path));
}

function areFit({ problems }: Situation, keys: AlipayKeys): boolean {
  if (isPairOf(keys.appPrivateKey, keys.alipayPublicKey))
    problems.add(
      keys.certificates ? 'ALIPAY_PUBLIC_CERT_PATH' : PUBLIC,
      both(
        '这是应用自己的公钥，这里需要的是支付宝公钥',
        "this is the application's own public key; Alipay's public key belongs here",
      ),
      both(
        '在开放平台上传应用公钥后，平台会显示“支付宝公钥”，用它替换',
        "after you upload the application's key, Alipay's console shows 支付宝公钥: put that one here",
      ),
    );
  else if (!signingSelfTest(keys))
    problems.add(
      PRIVATE,
      both('签名自检失败', 'the signing self-test failed'),
      both(
        '重新导出密钥，或运行 npm run keys 生成新的',
        'export the key again, or make a new one: npm run keys',
      ),
    );
  else return true;
  return false;
}

function attempt(
  { problems }: Situation,
  variable: string,
  remedy: string,
  read: () => KeyObject,
): KeyObject | undefined {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof KeyError)) throw error;
    problems.add(variable, error.message, remedy);
    return undefined;
  }
}
