import { createHmac, type KeyObject, timingSafeEqual } from 'node:crypto';

/** What a seal's mac covers; the mac of the seal before it makes them a chain. */
export interface SealContent {
  /** 1, 2, 3, … */
  readonly number: bigint;
  readonly previousMac: Buffer;
  /** The transfers with ids after this one … */
  readonly afterId: string;
  /** … and up to this one. */
  readonly uptoId: string;
  /** SHA-256 of the entries. */
  readonly entriesDigest: Buffer;
  readonly sealedTime: Date;
}

/** The place after which the first seal begins, and the mac before it. */
export const NO_ID = '00000000-0000-0000-0000-000000000000';
export const NO_MAC = Buffer.alloc(32);

/** Which key made a mac, without giving it away. */
export function keyIdOf(key: KeyObject): Buffer {
  return createHmac('sha256', key).update('key id').digest().subarray(0, 8);
}

/** HMAC-SHA256 over everything a seal says. Who has only the database cannot make one. */
export function macOf(key: KeyObject, content: SealContent): Buffer {
  const { number, previousMac, afterId, uptoId, entriesDigest, sealedTime } = content;
  const parts = [number.toString(), afterId, uptoId, sealedTime.toISOString()];
  return createHmac('sha256', key)
    .update(previousMac)
    .update(entriesDigest)
    .update(`seal|${parts.join('|')}`)
    .digest();
}

/** Whether the mac is this key's over the content. */
export function isMacOf(key: KeyObject, content: SealContent, mac: Buffer): boolean {
  return mac.length === NO_MAC.length && timingSafeEqual(macOf(key, content), mac);
}
