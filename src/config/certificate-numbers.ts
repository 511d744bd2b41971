import { createHash, type X509Certificate } from 'node:crypto';

/** RSA signatures (PKCS#1): OIDs 1.2.840.113549.1.1.*, as DER writes them. */
const RSA_SIGNATURE = Buffer.from('2a864886f70d0101', 'hex');

/**
 * The number by which Alipay knows a certificate (`app_cert_sn`): MD5, in hexadecimal, of the issuer's name, last
 * attribute first (`CN=…,OU=…,O=…,C=…`), followed by the serial number in decimal (Alipay, 公钥证书方式; the official
 * SDK's antcertutil).
 */
export function certificateNumber({ issuer, serialNumber }: X509Certificate): string {
  // Node writes one attribute a line, in the certificate's order, with special characters escaped (RFC 4514).
  const attributes = issuer.split('\n').map((line) => line.replace(/\\([,+"\\<>;#= ])/g, '$1'));
  const name = attributes.toReversed().join(',');
  return createHash('md5')
    .update(name + BigInt(`0x${serialNumber}`).toString())
    .digest('hex');
}

/**
 * `alipay_root_cert_sn`: the numbers of the root certificates that were signed with RSA, in order, joined with `_`.
 * Alipay's file holds others as well (SM2), which do not count. Empty where none does.
 */
export function rootCertificateNumber(certificates: readonly X509Certificate[]): string {
  return certificates.filter(isSignedWithRsa).map(certificateNumber).join('_');
}

/** Node 20 does not tell a certificate's signature algorithm: read from its DER (RFC 5280, 4.1). */
function isSignedWithRsa({ raw }: X509Certificate): boolean {
  const content = contentAt(raw, 0);
  const algorithm = contentAt(raw, contentAt(raw, content.start).end);
  const { start, end } = contentAt(raw, algorithm.start);
  return raw.subarray(start, end).subarray(0, RSA_SIGNATURE.length).equals(RSA_SIGNATURE);
}

/** Where the content of the DER element at `offset` starts and ends. */
function contentAt(der: Buffer, offset: number): { start: number; end: number } {
  const first = der.readUInt8(offset + 1);
  if (first < 0x80) return { start: offset + 2, end: offset + 2 + first };
  const bytes = first & 0x7f;
  const start = offset + 2 + bytes;
  return { start, end: start + der.readUIntBE(offset + 2, bytes) };
}
