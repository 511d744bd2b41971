import { DataSource } from 'typeorm';
import { uuidv7 } from 'uuidv7';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.js';
import { GatheredLookup } from './gathered-lookup.js';
import { dataSourceOptions } from './options.js';
import { statement } from './statement.js';

const byIds = statement<{ id: string; username: string }>(
  'test.users_by_ids',
  'SELECT id, username FROM users WHERE id = ANY($1::uuid[])',
);

describe('a gathered look-up', () => {
  let database: TestDatabase;
  let dataSource: DataSource;
  const ids = Array.from({ length: 30 }, () => uuidv7());

  beforeAll(async () => {
    database = await createTestDatabase();
    dataSource = await new DataSource(dataSourceOptions(database.url, 2)).initialize();
    for (const [i, id] of ids.entries()) {
      const values = [id, `user_${i.toString()}`];
      await database.query(
        `INSERT INTO users (id, username, password_hash, nickname) VALUES ($1, $2, '', '')`,
        values,
      );
    }
  });
  afterAll(async () => {
    await dataSource.destroy();
    await database.drop();
  });

  it('gives everyone who asks at once the row they asked for, and nobody a stranger’s', async () => {
    const lookup = new GatheredLookup(dataSource, byIds);
    const unknown = uuidv7();
    const asked = [...ids, ...ids, unknown];
    const found = await Promise.all(asked.map((id) => lookup.find(id)));
    expect(found.map((row) => row?.id)).toEqual([...ids, ...ids, undefined]);
  });

  it('never answers with what was read before the question', async () => {
    const lookup = new GatheredLookup(dataSource, byIds);
    const [id = ''] = ids;
    const early = lookup.find(id);
    await database.query('UPDATE users SET username = $2 WHERE id = $1', [id, 'renamed']);
    expect((await lookup.find(id))?.username).toBe('renamed');
    await early;
  });

  it('tells everyone who waited when the database refuses', async () => {
    const lookup = new GatheredLookup(
      dataSource,
      statement<{ id: string }>('test.broken', 'SELECT $1::uuid[] AS id, 1 / 0 AS x'),
    );
    const outcomes = await Promise.allSettled(ids.slice(0, 3).map((id) => lookup.find(id)));
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
  });
});
