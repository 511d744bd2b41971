/** How many causes of an error are followed. */
const MAX_CAUSES = 5;

/** An error as it is logged. */
export interface LoggedError {
  type: string;
  message: string;
  code?: string | number;
  /** The constraint or table a database error is about. */
  constraint?: string;
  table?: string;
  stack?: string;
  cause?: LoggedError;
}

/**
 * What of an error may be logged: only what is named here. Database errors carry the statement's parameters and the
 * row that failed, which may be anybody's password hash.
 */
export function serializeError(error: unknown, causesLeft = MAX_CAUSES): LoggedError {
  if (!(error instanceof Error)) return { type: typeof error, message: String(error) };
  const { code, constraint, table } = error as { code?: unknown; constraint?: unknown; table?: unknown };
  return {
    type: error.name,
    message: error.message,
    ...((typeof code === 'string' || typeof code === 'number') && { code }),
    ...(typeof constraint === 'string' && { constraint }),
    ...(typeof table === 'string' && { table }),
    ...(error.stack !== undefined && { stack: error.stack }),
    ...(error.cause !== undefined &&
      causesLeft > 0 && { cause: serializeError(error.cause, causesLeft - 1) }),
  };
}
