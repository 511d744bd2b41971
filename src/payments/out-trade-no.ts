import { createCipheriv, createDecipheriv, type KeyObject, randomInt } from 'node:crypto';
import { beijingDigits } from '../http/beijing-time.js';
import { fromBase62, toBase62 } from './base62.js';

/** What an order number tells whoever has the key: when the order was made, by whom, and for which article. */
export interface OrderOrigin {
  readonly createdTime: Date;
  readonly readerId: string;
  readonly articleId: string;
}

const CIPHER = 'aes-256-ctr';
/** What the numbers leave out of the year. */
const CENTURY = '20';
const SALT_CHARACTERS = 4;
const SALTS = 62 ** SALT_CHARACTERS;
/** Two ids are 32 bytes, which 43 digits of base 62 just hold. */
const ID_BYTES = 32;
const ID_CHARACTERS = 43;
const SHAPE = /^(\d{15})([0-9A-Za-z]{4})([0-9A-Za-z]{43})$/;
/** A pair of our ids, one after the other: UUIDs of version 7 (RFC 9562). */
const IDS = /^(?:.{12}7.{3}[89ab].{15}){2}$/;

/**
 * A new order number of 62 characters, where Alipay allows 64: fifteen digits of Beijing time, from the year's last two to
 * the millisecond, so that numbers sort by time; four random characters; and reader and article, encrypted: so that an
 * order that a restored backup does not have can be made again from its number, while nobody reads it or guesses another
 * one (decision 0023).
 */
export function newOutTradeNo(key: KeyObject, { createdTime, readerId, articleId }: OrderOrigin): string {
  const salt = toBase62(saltBytes(randomInt(SALTS)), SALT_CHARACTERS);
  const ids = Buffer.from(`${readerId}${articleId}`.replaceAll('-', ''), 'hex');
  if (ids.length !== ID_BYTES) throw new Error('an order is of a reader and an article, whose ids are UUIDs');
  const cipher = createCipheriv(CIPHER, key, firstBlock(createdTime, salt));
  return `${beijingDigits(createdTime).slice(CENTURY.length)}${salt}${toBase62(cipher.update(ids), ID_CHARACTERS)}`;
}

/**
 * Reads an order number that was made with this key; undefined where it was not, such as one of an earlier version.
 * That such a reader and such an article exist is for the caller to see.
 */
export function readOutTradeNo(key: KeyObject, outTradeNo: string): OrderOrigin | undefined {
  const [, digits = '', salt = '', text = ''] = SHAPE.exec(outTradeNo) ?? [];
  const createdTime = timeOf(digits);
  const encrypted = fromBase62(text, ID_BYTES);
  if (!createdTime || !encrypted) return undefined;
  const decipher = createDecipheriv(CIPHER, key, firstBlock(createdTime, salt));
  const ids = decipher.update(encrypted).toString('hex');
  if (!IDS.test(ids)) return undefined;
  return { createdTime, readerId: dashed(ids.slice(0, 32)), articleId: dashed(ids.slice(32)) };
}

/** The counter's first block: the millisecond (6 bytes), the salt (4), and zeros in which the cipher counts. */
function firstBlock(time: Date, salt: string): Buffer {
  const block = Buffer.alloc(16);
  block.writeUIntBE(time.getTime(), 0, 6);
  block.write(salt, 6, 'latin1');
  return block;
}

function saltBytes(number: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(number);
  return bytes;
}

/** Undefined where there is no such time. */
function timeOf(digits: string): Date | undefined {
  const iso = digits.replace(/^(..)(..)(..)(..)(..)(..)(...)$/, `${CENTURY}$1-$2-$3T$4:$5:$6.$7+08:00`);
  const time = new Date(iso);
  return !Number.isNaN(time.getTime()) && beijingDigits(time) === `${CENTURY}${digits}` ? time : undefined;
}

function dashed(hex: string): string {
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
