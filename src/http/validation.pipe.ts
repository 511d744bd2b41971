import { Injectable, type ArgumentMetadata, type PipeTransform, ValidationPipe } from '@nestjs/common';
import type { ValidationError } from 'class-validator';
import { InvalidInput } from '../errors/app-error.js';
import type { FieldProblem } from '../errors/field-texts.js';
import type { FieldContext } from './fields.js';

/**
 * Checks every DTO with class-validator, drops fields the DTO does not know, and reports each bad field by name.
 * Strings with U+0000 are refused everywhere: PostgreSQL cannot store them.
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
    if (metadata.type !== 'custom') refuseNul(value, metadata.data ?? '');
    if (metadata.type === 'body' && (typeof value !== 'object' || value === null || Array.isArray(value))) {
      return this.validation.transform({}, metadata);
    }
    return this.validation.transform(value, metadata);
  }
}

function toProblem(error: ValidationError): FieldProblem {
  const missing = error.value === undefined || error.value === null;
  const contexts = Object.values((error.contexts ?? {}) as Record<string, FieldContext>);
  const context = contexts[0];
  if (!context || (missing && context.text !== 'money')) return { field: error.property, text: 'required' };
  return { field: error.property, ...context };
}

function refuseNul(value: unknown, fieldName: string): void {
  if (typeof value === 'string') {
    if (value.includes('\u0000')) throw new InvalidInput([{ field: fieldName, text: 'no_nul' }]);
  } else if (typeof value === 'object' && value !== null && !Buffer.isBuffer(value)) {
    for (const [key, inner] of Object.entries(value)) refuseNul(inner, key);
  }
}
