import { randomBytes } from 'node:crypto';
import { revertLastMigration, runMigrations } from '../../src/database/migrate.js';
import { migrations } from '../../src/database/options.js';
import { administer, dropDatabase, testServer, withDatabase } from '../support/database-server.js';

const names = migrations.map(({ name }) => name);

describe('the migrations', () => {
  const { server, prefix } = testServer();
  let database: string;
  let url: string;

  beforeEach(async () => {
    database = `${prefix}${randomBytes(6).toString('hex')}`;
    await administer(server, `CREATE DATABASE ${database}`);
    url = withDatabase(server, database);
  });
  afterEach(() => dropDatabase(server, database));

  it('go up from nothing, and a second time there is nothing to do', async () => {
    expect(await runMigrations(url)).toEqual(names);
    expect(await runMigrations(url)).toEqual([]);
  });

  it('go down to nothing, and up again to the very same schema', async () => {
    await runMigrations(url);
    const first = await schemaOf(url);
    const reverted: string[] = [];
    for (let name = await revertLastMigration(url); name; name = await revertLastMigration(url))
      reverted.push(name);
    expect(reverted).toEqual([...names].reverse());
    expect((await schemaOf(url)).filter((line) => !line.includes(' migration'))).toEqual([]);
    await runMigrations(url);
    expect(await schemaOf(url)).toEqual(first);
  });

  it('are applied once when several instances start at the same moment', async () => {
    const applied = await Promise.all([runMigrations(url), runMigrations(url), runMigrations(url)]);
    expect(applied.flat()).toEqual(names);
    expect(await administer(url, 'SELECT name FROM migration ORDER BY id')).toEqual(
      names.map((name) => ({ name })),
    );
  });
});

/** Everything in the schema: columns, constraints, indexes, triggers, functions; one line each. */
async function schemaOf(url: string): Promise<string[]> {
  const rows = await administer(
    url,
    `SELECT line FROM (
       SELECT 'column ' || c.relname || '.' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod) || ' ' ||
         a.attnotnull || ' ' || coalesce(pg_get_expr(d.adbin, d.adrelid), '') AS line
       FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
       LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
       WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'
       UNION ALL SELECT 'constraint ' || conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid)
       FROM pg_constraint WHERE connamespace = 'public'::regnamespace
       UNION ALL SELECT 'index ' || tablename || ' ' || indexdef FROM pg_indexes WHERE schemaname = 'public'
       UNION ALL SELECT 'trigger ' || tgrelid::regclass || ' ' || pg_get_triggerdef(oid) FROM pg_trigger
       WHERE NOT tgisinternal
       UNION ALL SELECT 'function ' || proname || ' ' || prosrc FROM pg_proc
       WHERE pronamespace = 'public'::regnamespace
     ) AS everything ORDER BY line`,
  );
  return rows.map(({ line }) => line as string);
}
