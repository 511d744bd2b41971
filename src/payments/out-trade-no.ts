import { createCipheriv, createDecipheriv, createHmac, timingSafeEqual } from 'node:crypto';
import { beijingDayOf, beijingTimeOfDay, parseBeijingTime } from '../http/beijing-day.js';
import { fromBase62, toBase62 } from './base62.js';
import type { OrderNumberKeys } from './order-number-keys.js';
import { idDigits, type OrderOrigin, originOf } from './order-origin.js';
import { PACKED_BYTES, packIds, unpackIds } from './packed-ids.js';

/** How many numbers of one reader and one article there can be in one millisecond. */
export const TURNS = 512;

/** Six digits of the day, six characters of the moment within it, the first of them a letter, and mac and ids. */
const SHAPE = /^(\d{2})(\d{2})(\d{2})([A-Za-z][0-9A-Za-z]{5})([0-9A-Za-z]{50})$/;
/** What the numbers leave out of the year. */
const CENTURY = '20';

const MOMENT_CHARACTERS = 6;
const MOMENT_BYTES = 5;
/** A letter, `A`, and zeros. */
const FIRST_MOMENT = 10 * 62 ** 5;
const MOMENTS = 24 * 3600 * 1000 * TURNS;

const CIPHER = 'aes-256-ctr';
/** 64 bits of the mac, and the ids: 37 bytes, which 50 digits of base 62 just hold. */
const MAC_BYTES = 8;
const SECRET_CHARACTERS = 50;
/** Room below the turn, in which the cipher counts its blocks. */
const BLOCKS = 128;

/**
 * A new order number of 62 characters, where Alipay allows 64: the day in Beijing (yyMMdd), the moment within it, so that
 * numbers sort by time, and reader and article, encrypted and authenticated: so that an order that a restored backup does not
 * have can be made again from its number, while nobody else reads a number, or makes one that is read (decision 0024).
 *
 * @param turn 0 to 511, another one for each number of the same millisecond
 */
export function newOutTradeNo(keys: OrderNumberKeys, origin: OrderOrigin, turn: number): string {
  const { createdTime } = origin;
  const ids = idDigits(origin);
  const time = timeBytes(createdTime, turn);
  const mac = macOf(keys, time, ids);
  const encrypted = createCipheriv(CIPHER, keys.encryption, Buffer.concat([mac, time])).update(packIds(ids));
  const day = beijingDayOf(createdTime).replaceAll('-', '').slice(CENTURY.length);
  return day + momentText(createdTime, turn) + toBase62(Buffer.concat([mac, encrypted]), SECRET_CHARACTERS);
}

/**
 * Reads an order number that was made with these keys; undefined where it was not, or anything of it was changed.
 * That such a reader and such an article exist is for the caller to see.
 */
export function readOutTradeNo(keys: OrderNumberKeys, outTradeNo: string): OrderOrigin | undefined {
  const [, year = '', month = '', day = '', moment = '', text = ''] = SHAPE.exec(outTradeNo) ?? [];
  const midnight = parseBeijingTime(`${CENTURY}${year}-${month}-${day} 00:00:00`);
  const turns = turnsOf(moment);
  const secret = fromBase62(text, MAC_BYTES + PACKED_BYTES);
  if (!midnight || turns === undefined || !secret) return undefined;
  const createdTime = new Date(midnight.getTime() + Math.floor(turns / TURNS));
  const time = timeBytes(createdTime, turns % TURNS);
  const mac = secret.subarray(0, MAC_BYTES);
  const decipher = createDecipheriv(CIPHER, keys.encryption, Buffer.concat([mac, time]));
  const ids = unpackIds(decipher.update(secret.subarray(MAC_BYTES)));
  return timingSafeEqual(mac, macOf(keys, time, ids)) ? originOf(createdTime, ids) : undefined;
}

/** HMAC-SHA-256 over all that a number tells. What the cipher begins with follows from it (RFC 5297: a synthetic IV). */
function macOf(keys: OrderNumberKeys, time: Buffer, ids: string): Buffer {
  const mac = createHmac('sha256', keys.mac).update(time).update(ids, 'hex').digest();
  return mac.subarray(0, MAC_BYTES);
}

/** Millisecond (6 bytes) and turn (2). */
function timeBytes(time: Date, turn: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeUIntBE(time.getTime(), 0, 6);
  bytes.writeUInt16BE(turn * BLOCKS, 6);
  return bytes;
}

function momentText(time: Date, turn: number): string {
  const bytes = Buffer.alloc(MOMENT_BYTES);
  bytes.writeUIntBE(FIRST_MOMENT + beijingTimeOfDay(time) * TURNS + turn, 0, MOMENT_BYTES);
  return toBase62(bytes, MOMENT_CHARACTERS);
}

/** Turns since midnight; undefined where a day has not so many. */
function turnsOf(text: string): number | undefined {
  const moment = fromBase62(text, MOMENT_BYTES)?.readUIntBE(0, MOMENT_BYTES);
  if (moment === undefined || moment < FIRST_MOMENT || moment >= FIRST_MOMENT + MOMENTS) return undefined;
  return moment - FIRST_MOMENT;
}
