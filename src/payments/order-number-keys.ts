import { createSecretKey, hkdfSync, type KeyObject } from 'node:crypto';

/** What order numbers are made and read with: for each purpose a key of its own, none of which tells of another. */
export interface OrderNumberKeys {
  readonly encryption: KeyObject;
  readonly mac: KeyObject;
  /** The database's key itself, with which version 0.2 encrypted. */
  readonly earlier: KeyObject;
}

/** The keys that follow from the database's own, of 32 bytes (HKDF-SHA-256, RFC 5869). */
export function orderNumberKeys(key: Buffer): OrderNumberKeys {
  const derive = (purpose: string) =>
    createSecretKey(Buffer.from(hkdfSync('sha256', key, '', `zanshang order number ${purpose}`, 32)));
  return { encryption: derive('encryption'), mac: derive('mac'), earlier: createSecretKey(key) };
}
