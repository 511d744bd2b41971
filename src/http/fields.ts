import { registerDecorator, ValidateIf } from 'class-validator';
import type { FieldTextKey } from '../errors/field-texts.js';

/**
 * What a validator says of a bad value, so that the pipe can name the problem in any language. It travels as the
 * JSON text of class-validator's message: `context` is lost for synchronous validators (class-validator 0.15).
 */
export interface FieldContext {
  text: FieldTextKey;
  params?: Record<string, string | number>;
}

/** A property decorator that accepts a value by `accepts` and otherwise reports `context`. */
export function field(
  name: string,
  context: FieldContext,
  accepts: (value: unknown) => boolean,
): PropertyDecorator {
  return (target, property) => {
    registerDecorator({
      name,
      target: target.constructor,
      propertyName: property as string,
      options: { message: JSON.stringify(context) },
      validator: { validate: accepts },
    });
  };
}

/** Reads back what `field` wrote; undefined for a message that is not ours. */
export function readContext(message: string | undefined): FieldContext | undefined {
  return message?.startsWith('{') ? (JSON.parse(message) as FieldContext) : undefined;
}

/** The field may be left out; null is a value like any other and is judged by the field's own rules. */
export function IsAbsentOr(): PropertyDecorator {
  return ValidateIf((_, value: unknown) => value !== undefined);
}

/** Characters as a person counts them: code points. */
function lengthOf(text: string): number {
  return Array.from(text).length;
}

/** A string of `min` to `max` characters (code points). */
export function IsText(min: number, max: number): PropertyDecorator {
  const context: FieldContext =
    min === 0 ? { text: 'max_length', params: { max } } : { text: 'length', params: { min, max } };
  return field('isText', context, (value) => {
    if (typeof value !== 'string') return false;
    const length = lengthOf(value);
    return length >= min && length <= max;
  });
}

/** Control characters, line ends, lone surrogates and marks that turn the direction of the text around them. */
const UNPRINTABLE = /[\p{Cc}\p{Cs}\u2028\u2029\u202A-\u202E\u2066-\u2069]/u;

/** One line of `min` to `max` characters (code points): nothing unprintable, and not blank unless it may be empty. */
export function IsLine(min: number, max: number): PropertyDecorator {
  const context: FieldContext =
    min === 0 ? { text: 'max_line', params: { max } } : { text: 'line', params: { min, max } };
  return field('isLine', context, (value) => {
    if (typeof value !== 'string' || UNPRINTABLE.test(value)) return false;
    const length = lengthOf(value);
    return length >= min && length <= max && (min === 0 || value.trim() !== '');
  });
}

/** true or false, as JSON. */
export function IsFlag(): PropertyDecorator {
  return field('isFlag', { text: 'boolean' }, (value) => typeof value === 'boolean');
}

/** One of the given values. */
export function IsOneOf(...values: readonly (string | number)[]): PropertyDecorator {
  return field('isOneOf', { text: 'one_of', params: { values: values.join(', ') } }, (value) =>
    (values as readonly unknown[]).includes(value),
  );
}

/** A time with an offset or a date, ISO 8601 (RFC 3339 section 5.6), between the years 1 and 9999. */
export function IsTime(): PropertyDecorator {
  const pattern = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2}))?$/;
  return field(
    'isTime',
    { text: 'time' },
    (value) =>
      typeof value === 'string' &&
      pattern.test(value) &&
      !Number.isNaN(Date.parse(value)) &&
      isDay(value.slice(0, 10)),
  );
}

/** Whether the calendar has the day: `Date` reads February 30 as March 2. */
function isDay(day: string): boolean {
  return new Date(`${day}T00:00:00Z`).toISOString().startsWith(day);
}

/** An http or https address of at most `max` characters, or an empty string. */
export function IsWebAddressOrEmpty(max = 500): PropertyDecorator {
  return field('isWebAddress', { text: 'url' }, (value) => {
    if (typeof value !== 'string' || value.length > max) return false;
    return value === '' || (/^https?:\/\//.test(value) && URL.canParse(value));
  });
}
