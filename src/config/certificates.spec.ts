import { X509Certificate, generateKeyPairSync } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AlipaySdk } from 'alipay-sdk';
import { certificateFor, rootCertificate } from '../../test/support/certificates.js';
import { ConfigFolder, problemsOf, productionEnvironment, wrong } from '../../test/support/config-folder.js';
import { certificateNumber, rootCertificateNumber } from './certificate-numbers.js';
import { loadConfig } from './load-config.js';
import type { Environment } from './variables.js';

let folder: ConfigFolder;

beforeEach(() => {
  folder = new ConfigFolder();
  write('app.crt', certificateFor(folder.keys.app.publicKey));
  write('alipay.crt', certificateFor(folder.keys.alipay.publicKey, 'Alipay, 支付宝 "Class 2" + R1'));
  write('root.crt', EC_ROOT + rootCertificate());
});

afterEach(() => {
  folder.remove();
});

/** A root signed with ECDSA, as Alipay's file holds roots that are not signed with RSA. */
const EC_ROOT = `-----BEGIN CERTIFICATE-----
MIIBuDCCAV+gAwIBAgIUPPon+hDRtrrOcKdfUufbFeFGd00wCgYIKoZIzj0EAwIw
MjELMAkGA1UEBhMCQ04xDjAMBgNVBAoMBVRlc3RzMRMwEQYDVQQDDApBbiBFQyBS
b290MB4XDTI2MTEyMjIzNTEyMFoXDTM2MTExOTIzNTEyMFowMjELMAkGA1UEBhMC
Q04xDjAMBgNVBAoMBVRlc3RzMRMwEQYDVQQDDApBbiBFQyBSb290MFkwEwYHKoZI
zj0CAQYIKoZIzj0DAQcDQgAEfxwRSh1KsleMiymNBgn3abEnPyHoISc+zW7GVvna
HJ3wxRkvqfYx+HjE9u20JD0YdnJ5mUcyEVW1LVb9q0ng2KNTMFEwHQYDVR0OBBYE
FDt210s2Wco7jJU/twZ01mMeMfZbMB8GA1UdIwQYMBaAFDt210s2Wco7jJU/twZ0
1mMeMfZbMA8GA1UdEwEB/wQFMAMBAf8wCgYIKoZIzj0EAwIDRwAwRAIgN7DPK6+2
wvRhPqTgnrFsHcnS7GjYkiHMDO3IGAA4pYwCIGhnidlTPCsxPVv0aB6d+k0xRGdU
bRplBtt05VDdmPjZ
-----END CERTIFICATE-----
`;

function write(name: string, text: string): void {
  writeFileSync(join(folder.path, 'keys', name), text);
}

const GIVEN = {
  ALIPAY_APP_CERT_PATH: 'keys/app.crt',
  ALIPAY_PUBLIC_CERT_PATH: 'keys/alipay.crt',
  ALIPAY_ROOT_CERT_PATH: 'keys/root.crt',
};

function load(changes: Environment = {}) {
  const env = productionEnvironment({ ...GIVEN, ...changes });
  return loadConfig(env, { development: false, directory: folder.path });
}

describe('certificate mode', () => {
  it('is off without certificates', () => {
    const none = Object.fromEntries(Object.keys(GIVEN).map((name) => [name, undefined]));
    expect(load(none).alipay.certificates).toBeUndefined();
  });

  it('knows certificates by the same numbers as the official SDK', () => {
    const appCertContent = certificateFor(folder.keys.app.publicKey);
    const sdk = new AlipaySdk({
      appId: '2021000000000000',
      privateKey: folder.keys.app.privateKey.export({ type: 'pkcs1', format: 'pem' }) as string,
      appCertContent,
      alipayPublicCertContent: certificateFor(folder.keys.alipay.publicKey),
      alipayRootCertContent: EC_ROOT + rootCertificate() + appCertContent,
    });
    const [app, root] = [appCertContent, rootCertificate()].map((pem) => new X509Certificate(pem)) as [
      X509Certificate,
      X509Certificate,
    ];
    const other = new X509Certificate(EC_ROOT);
    expect(certificateNumber(app)).toBe(sdk.config.appCertSn);
    expect(rootCertificateNumber([other, root, app])).toBe(sdk.config.alipayRootCertSn);
    expect(rootCertificateNumber([other])).toBe('');
  });

  it('takes Alipay’s key from its certificate, whatever lies where the key would be', () => {
    folder.write('alipay_public_key.pem', generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey);
    const { certificates, alipayPublicKey } = load().alipay;
    expect(alipayPublicKey.equals(folder.keys.alipay.publicKey)).toBe(true);
    expect(certificates?.appCertSn).toMatch(/^[0-9a-f]{32}$/);
    expect(certificates?.rootCertSn).toMatch(/^[0-9a-f]{32}$/);
  });

  it.each(Object.keys(GIVEN))('needs all three files: not without %s', (name) => {
    expect(wrong(() => load({ [name]: undefined }))).toEqual([name]);
  });

  it.each(Object.keys(GIVEN))('says that %s names no certificate', (name) => {
    expect(wrong(() => load({ [name]: 'keys/app_private_key.pem' }))).toEqual([name]);
    expect(wrong(() => load({ [name]: 'keys/missing.crt' }))).toEqual([name]);
  });

  it('says that the certificate is not that of the private key', () => {
    write('app.crt', certificateFor(generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey));
    const problems = problemsOf(() => load());
    expect(problems.map(({ variable }) => variable)).toEqual(['ALIPAY_APP_CERT_PATH']);
    expect(problems[0]!.problem).toContain('应用公钥证书与应用私钥不是一对');
  });

  it('says that the application’s own certificate is not Alipay’s', () => {
    write('alipay.crt', certificateFor(folder.keys.app.publicKey));
    expect(wrong(() => load())).toEqual(['ALIPAY_PUBLIC_CERT_PATH']);
  });

  it('says that no root is signed with RSA', () => {
    write('root.crt', EC_ROOT);
    expect(wrong(() => load())).toEqual(['ALIPAY_ROOT_CERT_PATH']);
  });
});
