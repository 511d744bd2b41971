import { ProblemList } from '../config/config-error.js';
import { readEnvironment } from '../config/environment.js';
import { requireDatabaseUrl } from '../config/rules.js';
import { withSecretFiles } from '../config/secret-files.js';
import { parseVariables, type Values } from '../config/variables.js';

/** The variables as a command sees them that insists on a database and on nothing else. */
export type ValuesWithDatabase = Values & { DATABASE_URL: string };

/** @throws ConfigError where DATABASE_URL is missing or wrong, or another variable that is needed is wrong */
export function valuesWithDatabase(...needed: readonly (keyof Values)[]): ValuesWithDatabase {
  const all = new ProblemList();
  const directory = process.cwd();
  const env = withSecretFiles(readEnvironment(directory, process.env), directory, all);
  const values = parseVariables(env, all);
  const problems = all.only('DATABASE_URL', 'DATABASE_DIRECT_URL', ...needed);
  requireDatabaseUrl(values.DATABASE_URL, problems);
  problems.throwIfAny();
  return { ...values, DATABASE_URL: values.DATABASE_URL ?? '' };
}

/**
 * The database, past any pooler, for a command that needs nothing else of the configuration.
 *
 * @throws ConfigError where DATABASE_URL is missing or wrong
 */
export function databaseUrl(): string {
  const { DATABASE_DIRECT_URL, DATABASE_URL } = valuesWithDatabase();
  return DATABASE_DIRECT_URL ?? DATABASE_URL;
}
