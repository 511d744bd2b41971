import { ConfigError } from '../config/config-error.js';
import { EmbeddedPostgresError } from '../database/embedded/errors.js';

/** The server cannot start; the message says why, and what to do, to whoever typed the command. */
export class StartError extends Error {
  override readonly name = 'StartError';
}

/** What to print for an error that ended a start: sentences where the cause is known, otherwise the stack. */
export function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const isUnderstood = [ConfigError, StartError, EmbeddedPostgresError].some((kind) => error instanceof kind);
  return isUnderstood ? error.message : (error.stack ?? error.message);
}
