import { DataSource } from 'typeorm';
import { createTestApp, type TestApp } from '../support/app.js';

/** TypeORM's names of types, as PostgreSQL's catalogue spells them. */
const spelling: Record<string, string> = { timestamptz: 'timestamp with time zone' };

describe('every entity', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await createTestApp();
  });
  afterAll(() => app.close());

  it('has only columns that the migrated database has, of the same type and nullability', async () => {
    const metadata = app.app.get(DataSource).entityMetadatas;
    const declared = metadata.flatMap(({ tableName, columns }) =>
      columns.map(({ databaseName, type, isNullable }) => ({
        column: `${tableName}.${databaseName}`,
        type: spelling[String(type)] ?? String(type),
        nullable: isNullable,
      })),
    );
    const there = await app.database.query(
      `SELECT table_name || '.' || column_name AS column, data_type AS type, is_nullable = 'YES' AS nullable
       FROM information_schema.columns WHERE table_schema = 'public'`,
    );
    expect(metadata.length).toBeGreaterThan(5);
    expect(there).toEqual(expect.arrayContaining(declared));
  });

  it('has the primary key of its table', async () => {
    for (const { tableName, primaryColumns } of app.app.get(DataSource).entityMetadatas) {
      const rows = await app.database.query(
        `SELECT a.attname AS name FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY(i.indkey)
         WHERE i.indrelid = $1::regclass AND i.indisprimary ORDER BY a.attname`,
        [tableName],
      );
      expect(rows.map(({ name }) => name)).toEqual(
        primaryColumns.map((column) => column.databaseName).sort(),
      );
    }
  });
});
