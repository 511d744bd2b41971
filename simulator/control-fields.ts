import * as v from 'valibot';
import { parseYuan } from './money.js';

/** An amount in the bodies of the control API. */
export const yuan = v.pipe(
  v.string(),
  v.check((text) => parseYuan(text) !== undefined, '应当是元的十进制字符串，如 "1.00"'),
);

/** A service fee as a bill writes it: negative where it is taken, positive where it is given back. */
export const fee = v.pipe(v.string(), v.regex(/^-?\d{1,8}\.\d\d$/, '应当是两位小数的元，如 "-0.03"'));

/** A text of one to so many characters. */
export const textUpTo = (length: number) => v.pipe(v.string(), v.minLength(1), v.maxLength(length));

/** A whole number between two bounds, which it may equal. */
export const wholeNumber = (min: number, max = Number.MAX_SAFE_INTEGER) =>
  v.pipe(v.number(), v.integer(), v.minValue(min), v.maxValue(max));
