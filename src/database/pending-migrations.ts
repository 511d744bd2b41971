import type { ClientBase, Pool } from 'pg';
import { migrations } from './options.js';
import { sqlState } from './sql-state.js';

const UNDEFINED_TABLE = '42P01';

/** The migrations that this program knows and the database does not have yet, oldest first. */
export async function pendingMigrations(on: ClientBase | Pool): Promise<string[]> {
  const applied = await appliedMigrations(on);
  return migrations.map(({ name }) => name).filter((name) => !applied.has(name));
}

/** The names of the migrations in the database; none where it is empty. */
export async function appliedMigrations(on: ClientBase | Pool): Promise<Set<string>> {
  try {
    const { rows } = await on.query<{ name: string }>('SELECT name FROM migration');
    return new Set(rows.map(({ name }) => name));
  } catch (error) {
    if (sqlState(error) === UNDEFINED_TABLE) return new Set();
    throw error;
  }
}
