import { createPrivateKey, createPublicKey, type KeyObject, X509Certificate } from 'node:crypto';
import { both } from './config-error.js';

/** The text is not the key that belongs here; the message says what it is instead, and nothing of the key. */
export class KeyError extends Error {
  override readonly name = 'KeyError';
}

interface Block {
  /** What the header line calls it, or '' without header lines. */
  readonly label: string;
  readonly der: Buffer;
}

const MIN_BITS = 2048;

/**
 * The RSA private key in a file's bytes: PKCS#1 or PKCS#8, PEM with or without its header lines, or DER.
 *
 * @throws KeyError
 */
export function parsePrivateKey(bytes: Buffer): KeyObject {
  return pick(blocksOf(bytes), privateKeyIn, (blocks) =>
    blocks.some((block) => publicKeyIn(block))
      ? both('这是公钥，这里需要私钥', 'this is a public key; the private key belongs here')
      : undefined,
  );
}

/**
 * The RSA public key in a file's bytes: SPKI, PKCS#1 or a certificate, PEM with or without its header lines, or DER.
 *
 * @throws KeyError
 */
export function parsePublicKey(bytes: Buffer): KeyObject {
  return pick(blocksOf(bytes), publicKeyIn, (blocks) =>
    blocks.some((block) => privateKeyIn(block))
      ? both('这是私钥，这里需要公钥', 'this is a private key; a public key belongs here')
      : undefined,
  );
}

function pick(
  blocks: Block[],
  read: (block: Block) => KeyObject | undefined,
  mistakeIn: (blocks: Block[]) => string | undefined,
): KeyObject {
  for (const block of blocks) {
    const key = read(block);
    if (key) return strongEnough(key);
  }
  if (blocks.some(({ label }) => label.startsWith('ENCRYPTED')))
    throw new KeyError(
      both('密钥有密码保护，请先去掉密码', 'the key is protected by a password; remove it first'),
    );
  throw new KeyError(mistakeIn(blocks) ?? both('文件内容不是 RSA 密钥', 'the file holds no RSA key'));
}

function strongEnough(key: KeyObject): KeyObject {
  const bits = key.asymmetricKeyDetails?.modulusLength ?? 0;
  if (key.asymmetricKeyType !== 'rsa')
    throw new KeyError(both('不是 RSA 密钥（支付宝的 RSA2 需要 RSA）', 'not an RSA key, which RSA2 needs'));
  if (bits < MIN_BITS)
    throw new KeyError(
      both(`RSA 密钥只有 ${bits} 位，至少要 2048 位`, `an RSA key of ${bits} bits; 2048 is the least`),
    );
  return key;
}

function privateKeyIn({ der }: Block): KeyObject | undefined {
  return (
    attempt(() => createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })) ??
    attempt(() => createPrivateKey({ key: der, format: 'der', type: 'pkcs1' }))
  );
}

/** Node would quietly take the public half out of a private key; here that is somebody's mistake. */
function publicKeyIn(block: Block): KeyObject | undefined {
  if (privateKeyIn(block)) return undefined;
  const { der } = block;
  return (
    attempt(() => createPublicKey({ key: der, format: 'der', type: 'spki' })) ??
    attempt(() => createPublicKey({ key: der, format: 'der', type: 'pkcs1' })) ??
    attempt(() => new X509Certificate(der).publicKey)
  );
}

function attempt(read: () => KeyObject): KeyObject | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

/** Alipay's own Windows tool writes bare base64 on one line; editors add a byte order mark and CRLF. */
function blocksOf(bytes: Buffer): Block[] {
  const isBinaryDer = bytes[0] === 0x30 && (bytes[1] ?? 0) >= 0x80;
  if (isBinaryDer) return [{ label: '', der: bytes }];
  const isUtf16 = bytes[0] === 0xff && bytes[1] === 0xfe;
  const text = bytes.toString(isUtf16 ? 'utf16le' : 'utf8').replace(/^\uFEFF/, '');
  const framed = [...text.matchAll(/-----BEGIN ([A-Z0-9 ]+)-----(.*?)-----END \1-----/gs)];
  if (framed.length === 0) return [{ label: '', der: Buffer.from(text, 'base64') }];
  return framed.map(([, label = '', body = '']) => ({
    label: body.includes('Proc-Type: 4,ENCRYPTED') ? 'ENCRYPTED' : label,
    der: Buffer.from(body, 'base64'),
  }));
}
