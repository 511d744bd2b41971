import { field } from '../http/fields.js';
import { parseYuan } from './fen.js';

/** The smallest and the largest tip, in fen. */
const MIN_TIP_FEN = 1n;
const MAX_TIP_FEN = 999_999n;

/**
 * Reads an amount as clients send it: a JSON number (`0.1`) or a string (`"0.10"`), yuan with at most two decimals.
 * A number is judged by its shortest decimal text, so nothing is rounded. Answers fen, or undefined.
 */
export function parseMoneyInput(value: unknown): bigint | undefined {
  if (typeof value === 'number') return parseYuan(String(value));
  return typeof value === 'string' ? parseYuan(value) : undefined;
}

/** Reads an amount that somebody may tip, 0.01 to 9999.99 yuan. Answers fen, or undefined. */
export function parseTipAmount(value: unknown): bigint | undefined {
  const fen = parseMoneyInput(value);
  return fen !== undefined && fen >= MIN_TIP_FEN && fen <= MAX_TIP_FEN ? fen : undefined;
}

/** Validates a tip's amount: 0.01 to 9999.99 yuan. */
export function IsMoney(): PropertyDecorator {
  return field('isMoney', { text: 'money' }, (value) => parseTipAmount(value) !== undefined);
}

/** Validates any amount of yuan with at most two decimals, zero included, as a bound in a filter. */
export function IsAmount(): PropertyDecorator {
  return field('isAmount', { text: 'amount' }, (value) => parseMoneyInput(value) !== undefined);
}
