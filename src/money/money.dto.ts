import { registerDecorator } from 'class-validator';
import { parseYuan } from './fen.js';

/** The smallest and the largest tip, in fen. */
export const MIN_TIP_FEN = 1n;
export const MAX_TIP_FEN = 999_999n;

/**
 * Reads an amount as clients send it: a JSON number (`0.1`) or a string (`"0.10"`), yuan with at most two decimals.
 * A number is judged by its shortest decimal text, so nothing is rounded. Answers fen, or undefined.
 */
export function parseMoneyInput(value: unknown): bigint | undefined {
  if (typeof value === 'number') return parseYuan(String(value));
  return typeof value === 'string' ? parseYuan(value) : undefined;
}

/** Validates an amount between two bounds, in fen, both included. */
export function IsMoney(minFen = MIN_TIP_FEN, maxFen = MAX_TIP_FEN): PropertyDecorator {
  return (target, property) => {
    registerDecorator({
      name: 'isMoney',
      target: target.constructor,
      propertyName: property as string,
      options: { context: { text: 'money' } },
      validator: {
        validate(value: unknown) {
          const fen = parseMoneyInput(value);
          return fen !== undefined && fen >= minFen && fen <= maxFen;
        },
      },
    });
  };
}
