import { ProblemList } from '../config/config-error.js';
import { readEnvironment } from '../config/environment.js';
import { requireDatabaseUrl } from '../config/rules.js';
import { parseVariables, type Values } from '../config/variables.js';

/** The variables as a command sees them that insists on a database and on nothing else. */
export type ValuesWithDatabase = Values & { DATABASE_URL: string };

/** @throws ConfigError where DATABASE_URL is missing or wrong */
export function valuesWithDatabase(): ValuesWithDatabase {
  const all = new ProblemList();
  const values = parseVariables(readEnvironment(process.cwd(), process.env), all);
  const problems = all.only('DATABASE_URL');
  requireDatabaseUrl(values.DATABASE_URL, problems);
  problems.throwIfAny();
  return { ...values, DATABASE_URL: values.DATABASE_URL ?? '' };
}

/**
 * The database for a command that needs nothing else of the configuration.
 *
 * @throws ConfigError where DATABASE_URL is missing or wrong
 */
export function databaseUrl(): string {
  return valuesWithDatabase().DATABASE_URL;
}
