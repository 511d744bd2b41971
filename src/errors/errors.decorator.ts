import { ApiExtension } from '@nestjs/swagger';
import type { ErrorName } from './catalogue.js';

/** Key under which a route's errors stand in the API document until document-errors.ts turns them into answers. */
export const ERRORS = 'x-errors';

/** Documents the errors of a route, beyond those that follow from who may call it and what it takes. */
export function Errors(...names: readonly ErrorName[]): MethodDecorator {
  return ApiExtension(ERRORS, names) as MethodDecorator;
}
