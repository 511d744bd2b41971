import { registerDecorator } from 'class-validator';
import type { FieldTextKey } from '../errors/field-texts.js';

/** What a validator adds to class-validator's error so that the pipe can name the problem in any language. */
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
      options: { context },
      validator: { validate: accepts },
    });
  };
}

/** Characters as a person counts them: code points. */
function lengthOf(text: string): number {
  return [...text].length;
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
    (value) => typeof value === 'string' && pattern.test(value) && !Number.isNaN(Date.parse(value)),
  );
}

/** An http or https address of at most `max` characters, or an empty string. */
export function IsWebAddressOrEmpty(max = 500): PropertyDecorator {
  return field('isWebAddress', { text: 'url' }, (value) => {
    if (typeof value !== 'string' || value.length > max) return false;
    return value === '' || (/^https?:\/\//.test(value) && URL.canParse(value));
  });
}
