import type { ErrorName } from './catalogue.js';
import type { FieldProblem } from './field-texts.js';

interface AppErrorOptions extends ErrorOptions {
  readonly fields?: readonly FieldProblem[];
  /** Seconds after which a retry makes sense; becomes the Retry-After header. */
  readonly retryAfterSeconds?: number;
}

/** An error with a name from the catalogue. It knows nothing of HTTP: problem-json.filter.ts translates it. */
export class AppError extends Error {
  readonly fields: readonly FieldProblem[];
  readonly retryAfterSeconds: number | undefined;

  constructor(
    readonly code: ErrorName,
    options: AppErrorOptions = {},
  ) {
    super(code, options);
    this.name = new.target.name;
    this.fields = options.fields ?? [];
    this.retryAfterSeconds = options.retryAfterSeconds;
  }
}

/** Bad input: names each field and what is allowed. */
export class InvalidInput extends AppError {
  constructor(fields: readonly FieldProblem[]) {
    super('invalid_input', { fields });
  }
}
