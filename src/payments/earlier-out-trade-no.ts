import { createDecipheriv, type KeyObject } from 'node:crypto';
import { beijingDigits } from '../http/beijing-time.js';
import { fromBase62 } from './base62.js';
import { type OrderOrigin, originOf } from './order-origin.js';

const CIPHER = 'aes-256-ctr';
const CENTURY = '20';
const SHAPE = /^(\d{15})([0-9A-Za-z]{4})([0-9A-Za-z]{43})$/;
const ID_BYTES = 32;
/** A pair of our ids, one after the other: UUIDs of version 7 (RFC 9562). */
const IDS = /^(?:.{12}7.{3}[89ab].{15}){2}$/;

/**
 * Reads an order number that was made before numbers were authenticated (decision 0024): fifteen digits of Beijing time,
 * four random characters, and the two ids, encrypted. Undefined where it is none.
 */
export function readEarlierOutTradeNo(key: KeyObject, outTradeNo: string): OrderOrigin | undefined {
  const [, digits = '', salt = '', text = ''] = SHAPE.exec(outTradeNo) ?? [];
  const createdTime = timeOf(digits);
  const encrypted = fromBase62(text, ID_BYTES);
  if (!createdTime || !encrypted) return undefined;
  const decipher = createDecipheriv(CIPHER, key, firstBlock(createdTime, salt));
  const ids = decipher.update(encrypted).toString('hex');
  return IDS.test(ids) ? originOf(createdTime, ids) : undefined;
}

/** The counter's first block: the millisecond (6 bytes), the salt (4), and zeros in which the cipher counts. */
function firstBlock(time: Date, salt: string): Buffer {
  const block = Buffer.alloc(16);
  block.writeUIntBE(time.getTime(), 0, 6);
  block.write(salt, 6, 'latin1');
  return block;
}

/** Undefined where there is no such time. */
function timeOf(digits: string): Date | undefined {
  const iso = digits.replace(/^(..)(..)(..)(..)(..)(..)(...)$/, `${CENTURY}$1-$2-$3T$4:$5:$6.$7+08:00`);
  const time = new Date(iso);
  return !Number.isNaN(time.getTime()) && beijingDigits(time) === `${CENTURY}${digits}` ? time : undefined;
}
