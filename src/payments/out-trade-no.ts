import { randomBytes } from 'node:crypto';
import { beijingDigits } from '../http/beijing-time.js';

/**
 * A new order number: seventeen digits of Beijing time (to the millisecond, so that numbers sort by time) and 96
 * random bits, so that nobody guesses another one. Letters and digits, 41 characters; Alipay allows 64.
 */
export function newOutTradeNo(now: Date): string {
  return `${beijingDigits(now)}${randomBytes(12).toString('hex')}`;
}
