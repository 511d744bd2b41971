import { createPublicKey, type KeyObject, X509Certificate } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** A message that Alipay's sandbox really signed. */
export interface Vector {
  id: string;
  kind: 'sync-return' | 'async-notify' | 'api-response';
  key: string;
  params?: Record<string, string>;
  rawUrl?: string;
  rawBody?: string;
  signContent?: string;
  sign?: string;
}

const folder = resolve(process.cwd(), '../shared/vectors');

/** The real messages; empty where the folder is not there. */
export const vectors: readonly Vector[] = existsSync(join(folder, 'vectors.json'))
  ? (JSON.parse(readFileSync(join(folder, 'vectors.json'), 'utf8')) as Vector[])
  : [];

export function keyOf({ key }: Vector): KeyObject {
  const text = readFileSync(join(folder, key), 'utf8');
  if (text.includes('BEGIN CERTIFICATE')) return new X509Certificate(text).publicKey;
  return createPublicKey(
    text.includes('BEGIN')
      ? text
      : `-----BEGIN PUBLIC KEY-----\n${text.replace(/\s/g, '')}\n-----END PUBLIC KEY-----`,
  );
}
