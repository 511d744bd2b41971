import { createHash, type KeyObject, sign, verify } from 'node:crypto';
import { promisify } from 'node:util';

/**
 * RSA2: SHA256withRSA (PKCS#1 v1.5), base64, over `k=v` pairs sorted by key and joined with `&`, values as they are
 * after one url-decoding (Alipay, "自行实现签名" and "自行实现验签").
 */
const ALGORITHM = 'RSA-SHA256';
const signInThreadPool = promisify(
  (data: Buffer, key: KeyObject, done: (error: Error | null, signature: Buffer) => void) => {
    sign(ALGORITHM, data, key, done);
  },
);

/** The text that is signed: every parameter but those named in `without`. Empty values are part of it. */
export function canonicalText(params: Readonly<Record<string, string>>, without: readonly string[]): string {
  return Object.keys(params)
    .filter((key) => key !== '' && !without.includes(key))
    .sort()
    .map((key) => `${key}=${params[key] ?? ''}`)
    .join('&');
}

/** Signs off the main thread: a signature is a millisecond of CPU, in which the server could do much else. */
export async function signText(text: string, privateKey: KeyObject): Promise<string> {
  return (await signInThreadPool(Buffer.from(text), privateKey)).toString('base64');
}

/** Whether the base64 signature is the key owner's over the text. Never throws. */
export function verifyText(text: string, signature: string, publicKey: KeyObject): boolean {
  return verify(ALGORITHM, Buffer.from(text), publicKey, Buffer.from(signature, 'base64'));
}

/** Sixteen bytes that tell one signed text from another. */
export function digestOf(text: string): Buffer {
  return createHash('sha256').update(text).digest().subarray(0, 16);
}
