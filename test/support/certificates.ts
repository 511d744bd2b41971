import { type KeyObject, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { issueCertificate } from '../../simulator/certificates/certificate.js';
import type { Simulator } from '../../simulator/simulator.js';
import { certificateNumber, rootCertificateNumber } from '../../src/config/certificate-numbers.js';
import type { AlipayConfig } from '../../src/config/config.js';
import { keyPair } from './key-pairs.js';

const root = keyPair('root');
const ROOT_NAME = 'A Root, of "Tests" + 支付宝';

/** A certificate (PEM) that a root of the tests has issued for this key. */
export function certificateFor(publicKey: KeyObject, subject = 'a test'): string {
  const names = { subject, issuer: ROOT_NAME };
  return issueCertificate({ ...names, publicKey, issuerPrivateKey: root.privateKey, authority: false });
}

/** The root's own. */
export function rootCertificate(): string {
  const names = { subject: ROOT_NAME, issuer: ROOT_NAME };
  const keys = { publicKey: root.publicKey, issuerPrivateKey: root.privateKey };
  return issueCertificate({ ...names, ...keys, authority: true });
}

/** The configuration of certificate mode at this simulator. */
export function certificateMode(
  simulator: Simulator,
): Pick<AlipayConfig, 'certificates' | 'alipayPublicKey'> {
  const read = (path: string) => new X509Certificate(readFileSync(path));
  return {
    alipayPublicKey: read(simulator.alipayCertPath).publicKey,
    certificates: {
      appCertSn: certificateNumber(read(simulator.appCertPath)),
      rootCertSn: rootCertificateNumber([read(simulator.alipayRootCertPath)]),
      expiresMs: Date.parse(read(simulator.appCertPath).validTo),
    },
  };
}
