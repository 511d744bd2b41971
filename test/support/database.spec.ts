import { createTestDatabase } from './database.js';

describe('a test database', () => {
  it('is migrated', async () => {
    const database = await createTestDatabase();
    const rows = await database.query('SELECT name FROM migration');
    expect(rows).not.toHaveLength(0);
    await database.drop();
  });

  it('shares no row with another one made at the same moment', async () => {
    const databases = await Promise.all(Array.from({ length: 4 }, createTestDatabase));
    await databases[0]!.query('CREATE TABLE only_here ()');
    const seen = await Promise.all(
      databases.map(async ({ query }) => (await query(`SELECT to_regclass('only_here') AS found`))[0]!.found),
    );
    expect(seen).toEqual(['only_here', null, null, null]);
    await Promise.all(databases.map(({ drop }) => drop()));
  });

  it('is gone after drop, also with connections left open', async () => {
    const database = await createTestDatabase();
    const witness = await createTestDatabase();
    await database.drop();
    const name = new URL(database.url).pathname.slice(1);
    expect(await witness.query('SELECT 1 FROM pg_database WHERE datname = $1', [name])).toEqual([]);
    await witness.drop();
  });
});
