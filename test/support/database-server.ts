import pg from 'pg';

/** The PostgreSQL of this test run, handed from jest's global setup to its workers through the environment. */
export interface TestServer {
  /** Address of a database on it from which others may be created. */
  server: string;
  /** What the names of all databases of this run begin with. */
  prefix: string;
  /** The migrated database to clone. */
  template: string;
}

const ABANDONED_AFTER_MS = 6 * 3600_000;

export function publishTestServer({ server, prefix, template }: TestServer): void {
  process.env.ZANSHANG_TEST_SERVER = server;
  process.env.ZANSHANG_TEST_PREFIX = prefix;
  process.env.ZANSHANG_TEST_TEMPLATE = template;
}

export function testServer(): TestServer {
  const { ZANSHANG_TEST_SERVER, ZANSHANG_TEST_PREFIX, ZANSHANG_TEST_TEMPLATE } = process.env;
  if (!ZANSHANG_TEST_SERVER || !ZANSHANG_TEST_PREFIX || !ZANSHANG_TEST_TEMPLATE) {
    throw new Error('There is no test database server: run this through jest, whose global setup starts it');
  }
  return { server: ZANSHANG_TEST_SERVER, prefix: ZANSHANG_TEST_PREFIX, template: ZANSHANG_TEST_TEMPLATE };
}

/** The time of the run is in its name, so that what a killed run left on a server of yours is found later. */
export function newPrefix(): string {
  return `zanshang_test_${Date.now().toString(36)}_${Math.random().toString(36).slice(2, 8)}_`;
}

export function withDatabase(server: string, database: string): string {
  const url = new URL(server);
  url.pathname = `/${database}`;
  return url.href;
}

/** One statement on a connection of its own; CREATE and DROP DATABASE allow no transaction. */
export async function administer(
  server: string,
  sql: string,
  params: unknown[] = [],
): Promise<pg.QueryResultRow[]> {
  const client = new pg.Client({ connectionString: server, connectionTimeoutMillis: 10_000 });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query(sql, params)).rows;
  } finally {
    await client.end();
  }
}

export async function dropDatabase(server: string, name: string): Promise<void> {
  await administer(server, `DROP DATABASE IF EXISTS ${pg.escapeIdentifier(name)} WITH (FORCE)`);
}

/** Drops this run's databases, and those that were left hours ago by runs that were killed. */
export async function dropTestDatabases(server: string, prefix: string): Promise<void> {
  const rows = await administer(
    server,
    `SELECT datname FROM pg_database WHERE datname LIKE 'zanshang\\_test\\_%'`,
  );
  for (const { datname } of rows as { datname: string }[]) {
    const startedMs = Number.parseInt(datname.split('_')[2] ?? '', 36);
    if (datname.startsWith(prefix) || Date.now() - startedMs > ABANDONED_AFTER_MS)
      await dropDatabase(server, datname);
  }
}
