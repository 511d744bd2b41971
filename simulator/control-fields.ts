import { z } from 'zod';
import { parseYuan } from './money.js';

/** An amount in the bodies of the control API. */
export const yuan = z
  .string()
  .refine((text) => parseYuan(text) !== undefined, '应当是元的十进制字符串，如 "1.00"');

/** A service fee as a bill writes it: negative where it is taken, positive where it is given back. */
export const fee = z.string().regex(/^-?\d{1,8}\.\d\d$/, '应当是两位小数的元，如 "-0.03"');
