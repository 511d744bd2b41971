import { createHash, randomBytes } from 'node:crypto';

/** The alphabet of base32 (RFC 4648, 6): no digit looks like a letter. */
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const LENGTH = 24;

/**
 * A secret that people write down and type once: 120 random bits as `XXXX-XXXX-XXXX-XXXX-XXXX-XXXX`. So much that a plain digest
 * of it can be kept (ASVS 5.0.0, 6.5.2: from 112 bits on).
 */
export function newWrittenCode(): string {
  const letters = Array.from(randomBytes(LENGTH), (byte) => ALPHABET[byte % ALPHABET.length]).join('');
  return letters.replace(/.{4}(?=.)/g, '$&-');
}

/** What is kept of a code, in whatever case it was typed and with or without hyphens. Undefined where it cannot be one. */
export function digestOfWrittenCode(typed: string): Buffer | undefined {
  const letters = typed.replace(/[\s-]/g, '').toUpperCase();
  return /^[A-Z2-7]{24}$/.test(letters) ? createHash('sha256').update(letters).digest() : undefined;
}
