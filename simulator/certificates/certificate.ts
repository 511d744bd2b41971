import { createHash, createSign, X509Certificate, type KeyObject } from 'node:crypto';
import * as der from './der.js';

export interface CertificateRequest {
  /** CN of the holder and of the issuer. */
  subject: string;
  issuer: string;
  publicKey: KeyObject;
  issuerPrivateKey: KeyObject;
  /** May issue certificates itself. */
  authority: boolean;
}

const ORGANIZATION = 'Alipay Simulator';
const VALID_FROM = '240101000000Z';
const VALID_TO = '491231235959Z';
const CERT_SIGN = der.bits(Buffer.from([0x06]), 1);
const DIGITAL_SIGNATURE = der.bits(Buffer.from([0x80]), 7);

function rsaSha256(): Buffer {
  return der.sequence(der.oid('1.2.840.113549.1.1.11'), der.nothing());
}

function distinguishedName(commonName: string): Buffer {
  const attributes: [string, Buffer][] = [
    ['2.5.4.6', der.printable('CN')],
    ['2.5.4.10', der.utf8(ORGANIZATION)],
    ['2.5.4.11', der.utf8('No real money')],
    ['2.5.4.3', der.utf8(commonName)],
  ];
  return der.sequence(...attributes.map(([type, value]) => der.set(der.sequence(der.oid(type), value))));
}

function extension(type: string, value: Buffer): Buffer {
  return der.sequence(der.oid(type), der.yes(), der.octets(value));
}

function extensions(authority: boolean): Buffer {
  return der.sequence(
    extension('2.5.29.19', authority ? der.sequence(der.yes()) : der.sequence()),
    extension('2.5.29.15', authority ? CERT_SIGN : DIGITAL_SIGNATURE),
  );
}

/** 16 bytes from what the certificate says, so that the same keys always give the same certificate. */
function serialNumber(...parts: Buffer[]): Buffer {
  const serial = createHash('sha256').update(Buffer.concat(parts)).digest().subarray(0, 16);
  serial[0] = ((serial[0] ?? 0) & 0x3f) | 0x40;
  return serial;
}

function toPem(certificate: Buffer): string {
  const lines = certificate.toString('base64').match(/.{1,64}/g) ?? [];
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n');
}

/** An X.509 v3 certificate (RFC 5280) signed with SHA256withRSA, as PEM. Made of its input alone. */
export function issueCertificate(request: CertificateRequest): string {
  const [issuer, subject] = [distinguishedName(request.issuer), distinguishedName(request.subject)];
  const publicKey = request.publicKey.export({ type: 'spki', format: 'der' });
  const content = der.sequence(
    der.tagged(0, der.integer(Buffer.from([2]))),
    der.integer(serialNumber(issuer, subject, publicKey)),
    rsaSha256(),
    issuer,
    der.sequence(der.utcTime(VALID_FROM), der.utcTime(VALID_TO)),
    subject,
    publicKey,
    der.tagged(3, extensions(request.authority)),
  );
  const signature = createSign('RSA-SHA256').update(content).sign(request.issuerPrivateKey);
  return toPem(der.sequence(content, rsaSha256(), der.bits(signature)));
}

/**
 * The number that `app_cert_sn`, `alipay_root_cert_sn` and `alipay_cert_sn` carry: MD5 of the issuer's name, last
 * attribute first, followed by the serial number in decimal (Alipay open platform, 公钥证书方式).
 */
export function certificateSn(pem: string): string {
  const { issuer, serialNumber: serial } = new X509Certificate(pem);
  const name = issuer.split('\n').reverse().join(',');
  return createHash('md5')
    .update(`${name}${BigInt(`0x${serial}`).toString()}`)
    .digest('hex');
}
