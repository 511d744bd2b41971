import { type KeyObject, X509Certificate } from 'node:crypto';
import { resolve } from 'node:path';
import { certificateNumber, rootCertificateNumber } from './certificate-numbers.js';
import { both } from './config-error.js';
import type { AlipayCertificates } from './config.js';
import { readKeyFile } from './key-files.js';
import { KeyError, parsePublicKey } from './key-parsing.js';
import type { Situation } from './situation.js';

const APP = 'ALIPAY_APP_CERT_PATH';
const ALIPAY = 'ALIPAY_PUBLIC_CERT_PATH';
const ROOT = 'ALIPAY_ROOT_CERT_PATH';
const NAMES = [APP, ALIPAY, ROOT] as const;

/** The three certificates as far as the server needs them. */
export interface CertificateSet {
  readonly certificates: AlipayCertificates;
  /** The key in the application's certificate; the private key must fit it. */
  readonly appPublicKey: KeyObject;
  readonly alipayPublicKey: KeyObject;
}

/** Whether the application is to work in certificate mode: any of the three variables is set. */
export function wantsCertificates({ values }: Situation): boolean {
  return NAMES.some((name) => values[name] !== undefined);
}

/** Reads the three files; undefined where one is not given or is not what it should be, which is then a problem. */
export function readCertificates(situation: Situation): CertificateSet | undefined {
  const { values, problems } = situation;
  for (const name of NAMES) {
    if (values[name] === undefined)
      problems.add(
        name,
        both('没有设置，证书模式需要三个文件', 'is not set; certificate mode needs all three files'),
        both('三项都设置，或都不设置', `set ${NAMES.join(', ')}, or none of them`),
      );
  }
  const [app] = readFile(situation, APP);
  const [alipay] = readFile(situation, ALIPAY);
  const roots = readFile(situation, ROOT);
  if (!app || !alipay || roots.length === 0) return undefined;
  const rootCertSn = rootCertificateNumber(roots);
  if (rootCertSn === '') {
    problems.add(ROOT, both('没有 RSA 签名的根证书', 'holds no root certificate signed with RSA'), REMEDY);
    return undefined;
  }
  return {
    certificates: Object.freeze({
      appCertSn: certificateNumber(app),
      rootCertSn,
      expiresMs: Math.min(Date.parse(app.validTo), Date.parse(alipay.validTo)),
    }),
    appPublicKey: parsePublicKey(app.raw),
    alipayPublicKey: parsePublicKey(alipay.raw),
  };
}

const REMEDY = both(
  '从支付宝开放平台下载证书（*.crt），保存到这个文件',
  "download the certificates (*.crt) from Alipay's console and save this one in that file",
);

function readFile(
  { values, directory, problems }: Situation,
  variable: (typeof NAMES)[number],
): X509Certificate[] {
  const path = values[variable];
  if (path === undefined) return [];
  try {
    const certificates = parseCertificates(readKeyFile(resolve(directory, path)));
    if (variable !== ROOT) certificates.forEach(({ raw }) => parsePublicKey(raw));
    return certificates;
  } catch (error) {
    if (!(error instanceof KeyError)) throw error;
    problems.add(variable, error.message, REMEDY);
    return [];
  }
}

/** The certificates in a file: one in DER, or any number in PEM. @throws KeyError where there is none */
function parseCertificates(bytes: Buffer): X509Certificate[] {
  const blocks = bytes.toString('latin1').match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g);
  try {
    return (blocks ?? [bytes]).map((block) => new X509Certificate(block));
  } catch {
    throw new KeyError(both('文件内容不是证书', 'the file holds no certificate'));
  }
}
