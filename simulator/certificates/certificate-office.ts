import { createPublicKey, type KeyObject } from 'node:crypto';
import { join } from 'node:path';
import type { Identity } from '../identity.js';
import { ensureFile, ensureKeyPair, type PublicKeyFile } from '../keys.js';
import { certificateSn, issueCertificate } from './certificate.js';

const ROOT = 'Simulator Root CA R1';

/**
 * The three certificates of certificate mode: the root, Alipay's own and the application's. They follow from the keys
 * alone, so they are the same after every start.
 */
export class CertificateOffice {
  readonly rootPath: string;
  readonly alipayPath: string;
  readonly appPath: string;
  readonly rootSn: string;
  readonly alipaySn: string;
  private readonly rootKey: KeyObject;
  private issued: { key: KeyObject; sn: string } | undefined;

  constructor(
    dataDir: string,
    private readonly identity: Identity,
    private readonly appPublicKey: PublicKeyFile,
  ) {
    const folder = join(dataDir, 'simulator', 'certs');
    this.rootPath = join(folder, 'alipayRootCert.crt');
    this.alipayPath = join(folder, 'alipayCertPublicKey_RSA2.crt');
    this.appPath = join(dataDir, 'keys', 'appCert.crt');
    const pair = ensureKeyPair(join(folder, 'root_private_key.pem'), join(folder, 'root_public_key.pem'));
    this.rootKey = pair.privateKey;
    this.rootSn = this.issue(ROOT, createPublicKey(this.rootKey), this.rootPath);
    this.alipaySn = this.issue('Alipay Simulator', createPublicKey(identity.privateKey), this.alipayPath);
    this.appSn();
  }

  /** The number of the application's certificate, made anew when its public key changes; undefined without a key. */
  appSn(): string | undefined {
    const key = this.appPublicKey.read();
    if (!key) return undefined;
    if (this.issued?.key !== key) {
      const { sellerId, appId } = this.identity;
      this.issued = { key, sn: this.issue(`${sellerId}-${appId}`, key, this.appPath) };
    }
    return this.issued.sn;
  }

  private issue(subject: string, publicKey: KeyObject, path: string): string {
    const authority = subject === ROOT;
    const issuerPrivateKey = this.rootKey;
    const pem = issueCertificate({ subject, issuer: ROOT, publicKey, issuerPrivateKey, authority });
    ensureFile(path, pem);
    return certificateSn(pem);
  }
}
