import pg from 'pg';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.js';
import { checkDatabase } from './database-check.js';
import { StartError } from './start-error.js';

describe('the database check', () => {
  let database: TestDatabase;

  beforeAll(async () => {
    database = await createTestDatabase();
  });

  afterAll(() => database.drop());

  /** The same address with something changed. */
  function address(change: (url: URL) => void): string {
    const url = new URL(database.url);
    change(url);
    return url.href;
  }

  it('is content with a database that answers', async () => {
    await expect(checkDatabase(database.url)).resolves.toBeUndefined();
  });

  it.each<[string, (url: URL) => void, RegExp]>([
    ['nobody answers', (url) => (url.port = '9'), /no PostgreSQL answers/],
    ['the database is not there', (url) => (url.pathname = '/no_such_one'), /does not exist/],
    ['the host is not known', (url) => (url.hostname = 'no-such-host.invalid'), /host .* not known/],
  ])('refuses in one sentence without the address when %s', async (_, change, sentence) => {
    const url = address(change);
    const refusal = await checkDatabase(url, 0).catch((error: unknown) => error as Error);
    expect(refusal).toBeInstanceOf(StartError);
    expect(String(refusal)).toMatch(sentence);
    expect(String(refusal)).not.toContain(new URL(url).host);
  });

  it('leaves no connection behind', async () => {
    await checkDatabase(database.url);
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    const { rows } = await client.query(
      `SELECT count(*)::int AS count FROM pg_stat_activity
       WHERE datname = current_database() AND pid <> pg_backend_pid() AND application_name = 'zanshang start'`,
    );
    await client.end();
    expect(rows).toEqual([{ count: 0 }]);
  });
});
