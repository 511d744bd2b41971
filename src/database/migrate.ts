import { Client } from 'pg';
import { DataSource } from 'typeorm';
import { dataSourceOptions } from './options.js';

/** Any number, the same for every instance: "zans" in ASCII. */
const MIGRATION_LOCK = 0x7a_61_6e_73;

/**
 * Brings the schema up to date, under an advisory lock so that several instances may start at once.
 * @returns the names of the migrations that were applied.
 */
export async function runMigrations(databaseUrl: string): Promise<string[]> {
  return withMigrations(databaseUrl, async (dataSource) => {
    const applied = await dataSource.runMigrations({ transaction: 'each' });
    return applied.map(({ name }) => name);
  });
}

/** Takes back the newest migration. @returns its name, or undefined where none was left. */
export async function revertLastMigration(databaseUrl: string): Promise<string | undefined> {
  return withMigrations(databaseUrl, async (dataSource) => {
    const before = await appliedNames(dataSource);
    await dataSource.undoLastMigration({ transaction: 'each' });
    const after = new Set(await appliedNames(dataSource));
    return before.find((name) => !after.has(name));
  });
}

async function withMigrations<Result>(
  databaseUrl: string,
  work: (dataSource: DataSource) => Promise<Result>,
): Promise<Result> {
  const lock = new Client({ connectionString: databaseUrl, application_name: 'zanshang migrate' });
  await lock.connect();
  const dataSource = new DataSource(dataSourceOptions(databaseUrl, 1));
  try {
    await lock.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
    await dataSource.initialize();
    return await work(dataSource);
  } finally {
    if (dataSource.isInitialized) await dataSource.destroy();
    await lock.end();
  }
}

async function appliedNames(dataSource: DataSource): Promise<string[]> {
  const rows: { name: string }[] = await dataSource.query(`SELECT name FROM migration ORDER BY id DESC`);
  return rows.map(({ name }) => name);
}
