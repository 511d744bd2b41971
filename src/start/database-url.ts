import { ProblemList } from '../config/config-error.js';
import { readEnvironment } from '../config/environment.js';
import { requireDatabaseUrl } from '../config/rules.js';
import { parseVariables } from '../config/variables.js';

/**
 * The database for a command that needs nothing else of the configuration.
 *
 * @throws ConfigError where DATABASE_URL is missing or wrong
 */
export function databaseUrl(): string {
  const all = new ProblemList();
  const { DATABASE_URL } = parseVariables(readEnvironment(process.cwd(), process.env), all);
  const problems = all.only('DATABASE_URL');
  requireDatabaseUrl(DATABASE_URL, problems);
  problems.throwIfAny();
  return DATABASE_URL ?? '';
}
