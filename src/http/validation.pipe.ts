import { Injectable, type ArgumentMetadata, type PipeTransform, ValidationPipe } from '@nestjs/common';
import type { ValidationError } from 'class-validator';
import { InvalidInput } from '../errors/app-error.js';
import type { FieldProblem } from '../errors/field-texts.js';
import { readContext } from './fields.js';

/** A surrogate without its other half. */
const HALF_A_PAIR = /\p{Cs}/u;

/** How deeply objects and arrays of a request may nest. */
const MAX_DEPTH = 10;

/**
 * Checks every DTO with class-validator, drops fields the DTO does not know, and reports each bad field by name.
 * Strings with U+0000 or half a surrogate pair are refused, since PostgreSQL cannot store them; so is nesting deeper
 * than any DTO, before something recurses into it. Ids in the path are left to isId: a malformed one names nothing,
 * which is 404 and not 400.
 */
@Injectable()
export class InputPipe implements PipeTransform {
  private readonly validation = new ValidationPipe({
    transform: true,
    whitelist: true,
    forbidUnknownValues: false,
    exceptionFactory: (errors) => new InvalidInput(errors.map(toProblem)),
  });

  async transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    if (metadata.type === 'body' || metadata.type === 'query') refuseUnstorable(value, metadata.data ?? '');
    if (metadata.type === 'body' && (typeof value !== 'object' || value === null || Array.isArray(value))) {
      return this.validation.transform({}, metadata);
    }
    return this.validation.transform(value, metadata);
  }
}

function toProblem(error: ValidationError): FieldProblem {
  const missing = error.value === undefined;
  const context = readContext(Object.values(error.constraints ?? {})[0]);
  if (!context || (missing && context.text !== 'money')) return { field: error.property, text: 'required' };
  return { field: error.property, ...context };
}

function refuseUnstorable(value: unknown, fieldName: string, depth = 0): void {
  if (typeof value === 'string') {
    if (value.includes('\u0000') || HALF_A_PAIR.test(value)) {
      throw new InvalidInput([{ field: fieldName, text: 'unstorable' }]);
    }
  } else if (typeof value === 'object' && value !== null && !Buffer.isBuffer(value)) {
    if (depth === MAX_DEPTH) throw new InvalidInput([{ field: fieldName, text: 'nesting' }]);
    for (const [key, inner] of Object.entries(value)) refuseUnstorable(inner, key, depth + 1);
  }
}
