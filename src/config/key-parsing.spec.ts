import { createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { KeyError, parsePrivateKey, parsePublicKey } from './key-parsing.js';

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });

function pem(key: KeyObject, type: 'pkcs1' | 'pkcs8' | 'spki'): string {
  return key.export({ type, format: 'pem' }).toString();
}

/** How people's key files really look. */
const dresses: [string, (text: string) => string | Buffer][] = [
  ['as PEM', (text) => text],
  ['without header lines, on one line', (text) => text.replace(/-----.*-----|\n/g, '')],
  ['without header lines, on many lines', (text) => text.replace(/-----.*-----\n/g, '')],
  ['with everything on one line', (text) => text.replaceAll('\n', '')],
  ['with CRLF and a byte order mark', (text) => `\uFEFF${text.replaceAll('\n', '\r\n')}`],
  ['with blanks around it', (text) => `\n\n  ${text}\n\t `],
  ['as UTF-16', (text) => Buffer.from(`\uFEFF${text}`, 'utf16le')],
  ['as DER', (text) => Buffer.from(text.replace(/-----.*-----|\n/g, ''), 'base64')],
];

describe.each(dresses)('a key %s', (_, dress) => {
  const bytes = (text: string): Buffer => Buffer.from(dress(text) as string);

  it.each(['pkcs1', 'pkcs8'] as const)('is read as a private key, %s', (type) => {
    expect(parsePrivateKey(bytes(pem(privateKey, type))).equals(privateKey)).toBe(true);
  });

  it.each(['pkcs1', 'spki'] as const)('is read as a public key, %s', (type) => {
    expect(parsePublicKey(bytes(pem(publicKey, type))).equals(publicKey)).toBe(true);
  });

  it('is refused as private when it is public', () => {
    expect(() => parsePrivateKey(bytes(pem(publicKey, 'spki')))).toThrow(/this is a public key/);
    expect(() => parsePrivateKey(bytes(pem(publicKey, 'pkcs1')))).toThrow(/this is a public key/);
  });

  it('is refused as public when it is private', () => {
    expect(() => parsePublicKey(bytes(pem(privateKey, 'pkcs8')))).toThrow(/this is a private key/);
    expect(() => parsePublicKey(bytes(pem(privateKey, 'pkcs1')))).toThrow(/this is a private key/);
  });
});

describe('a key', () => {
  it('is taken by what it is, not by what its header line says', () => {
    const mislabelled = pem(privateKey, 'pkcs8').replaceAll('PRIVATE KEY', 'RSA PRIVATE KEY');
    expect(parsePrivateKey(Buffer.from(mislabelled)).equals(privateKey)).toBe(true);
  });

  it('is found in a file that holds the pair', () => {
    const both = Buffer.from(pem(publicKey, 'spki') + pem(privateKey, 'pkcs8'));
    expect(parsePrivateKey(both).equals(privateKey)).toBe(true);
    expect(parsePublicKey(both).equals(publicKey)).toBe(true);
  });

  it('is taken out of a certificate', () => {
    const certificate = selfSigned(privateKey);
    expect(parsePublicKey(certificate).equals(publicKey)).toBe(true);
    expect(() => parsePrivateKey(certificate)).toThrow(/this is a public key/);
  });

  it.each([
    ['empty', ''],
    ['prose', 'MIIB, but not really'],
    ['cut short', pem(privateKey, 'pkcs8').slice(0, 600)],
    ['cut short within its frame', pem(privateKey, 'pkcs8').replace(/.{64}\n.{64}\n/, '')],
  ])('is refused when the file is %s', (_, text) => {
    expect(() => parsePrivateKey(Buffer.from(text))).toThrow(KeyError);
    expect(() => parsePublicKey(Buffer.from(text))).toThrow(/no RSA key/);
  });

  it('is refused with fewer than 2048 bits', () => {
    const small = generateKeyPairSync('rsa', { modulusLength: 1024 });
    expect(() => parsePrivateKey(Buffer.from(pem(small.privateKey, 'pkcs8')))).toThrow(/1024 bits/);
    expect(() => parsePublicKey(Buffer.from(pem(small.publicKey, 'spki')))).toThrow(/1024 bits/);
  });

  it('is refused when it is no RSA key', () => {
    const curve = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    expect(() => parsePrivateKey(Buffer.from(pem(curve.privateKey, 'pkcs8')))).toThrow(/not an RSA key/);
  });

  it.each(['pkcs1', 'pkcs8'] as const)('is refused under a password, %s', (type) => {
    const locked = privateKey.export({ type, format: 'pem', cipher: 'aes-256-cbc', passphrase: 'secret' });
    expect(() => parsePrivateKey(Buffer.from(locked))).toThrow(/password/);
  });
});

/** A minimal X.509 certificate (RFC 5280, 4.1) as PEM; its signature is not looked at here and is all zero. */
function selfSigned(key: KeyObject): Buffer {
  const spki = createPublicKey(key).export({ type: 'spki', format: 'der' });
  const sha256WithRsa = Buffer.from('300d06092a864886f70d01010b0500', 'hex');
  const noName = der(0x30);
  const validity = der(
    0x30,
    der(0x17, Buffer.from('250101000000Z')),
    der(0x17, Buffer.from('450101000000Z')),
  );
  const serial = der(0x02, Buffer.from([1]));
  const signed = der(0x30, serial, sha256WithRsa, noName, validity, noName, spki);
  const certificate = der(0x30, signed, sha256WithRsa, der(0x03, Buffer.alloc(257)));
  return Buffer.from(
    `-----BEGIN CERTIFICATE-----\n${certificate.toString('base64')}\n-----END CERTIFICATE-----\n`,
  );
}

function der(tag: number, ...parts: Buffer[]): Buffer {
  const body = Buffer.concat(parts);
  const length = body.length < 128 ? [body.length] : [0x82, body.length >> 8, body.length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...length]), body]);
}
