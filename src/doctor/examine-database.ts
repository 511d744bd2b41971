import type { Client } from 'pg';
import { both } from '../config/config-error.js';
import type { Examination } from '../config/load-config.js';
import { migrations } from '../database/options.js';
import { appliedMigrations } from '../database/pending-migrations.js';
import { SteadyClient } from '../database/steady-client.js';
import { checkDatabase } from '../start/database-check.js';
import { StartError } from '../start/start-error.js';
import { examineCapacity } from './examine-capacity.js';
import { examineDurability } from './examine-durability.js';
import { type Finding, right, warning, wrong } from './finding.js';
import { clockFinding } from './clock.js';

/** The oldest release that the statements here work on. */
const OLDEST = 14;

/** Everything about the database of DATABASE_URL. It is only read. */
export async function examineDatabase({ databaseUrl, poolSize }: Examination): Promise<Finding[]> {
  // What is wrong with the variable has been said.
  if (databaseUrl === undefined) return [];
  const refusal = await refusalOf(databaseUrl);
  if (refusal) return [refusal];
  const client = new SteadyClient({ connectionString: databaseUrl, application_name: 'zanshang doctor' });
  await client.connect();
  try {
    return [
      await version(client),
      ...(await schema(client)),
      ...(await examineCapacity(client, poolSize)),
      ...(await examineDurability(client)),
      await encryption(client, new URL(databaseUrl).hostname),
      await clock(client),
      await rights(client),
    ];
  } finally {
    await client.end();
  }
}

async function refusalOf(databaseUrl: string): Promise<Finding | undefined> {
  try {
    await checkDatabase(databaseUrl, 0);
    return undefined;
  } catch (error) {
    const code = (error as { code?: unknown }).code;
    const text =
      error instanceof StartError
        ? error.message
        : both(`DATABASE_URL: 连不上（${String(code)}）`, `cannot be connected to (${String(code)})`);
    const remedy = both(
      '检查主机、端口、数据库名、用户名和密码，以及数据库是否在运行',
      'check host, port, database, user and password, and that PostgreSQL runs',
    );
    return wrong(text, remedy);
  }
}

async function version(client: Client): Promise<Finding> {
  const [row] = await rowsOf<{ number: number }>(
    client,
    `SELECT current_setting('server_version_num')::int AS number`,
  );
  const major = Math.floor((row?.number ?? 0) / 10_000);
  if (major >= OLDEST)
    return right(both(`数据库为 PostgreSQL ${major}`, `the database is PostgreSQL ${major}`));
  return wrong(
    both(`PostgreSQL ${major} 太旧`, `PostgreSQL ${major} is too old`),
    both(`升级到 ${OLDEST} 或更新的版本`, `upgrade it to ${OLDEST} or newer`),
  );
}

async function schema(client: Client): Promise<Finding[]> {
  const applied = await appliedMigrations(client);
  const known = migrations.map(({ name }) => name);
  const missing = known.filter((name) => !applied.has(name)).length;
  const unknown = [...applied].filter((name) => !known.includes(name)).length;
  const findings: Finding[] = [];
  if (missing > 0) {
    const text = both(`缺少 ${missing} 个数据库迁移`, `${missing} migrations have not been applied`);
    findings.push(wrong(text, both('运行 npm run migrate', 'run npm run migrate')));
  }
  if (unknown > 0) {
    const text = both(
      `数据库有 ${unknown} 个本版本不认识的迁移`,
      `the database has ${unknown} migrations that this version does not know`,
    );
    findings.push(warning(text, both('更新本程序', 'a newer version has been here: update this one')));
  }
  return findings.length > 0 ? findings : [right(both('数据库迁移齐全', 'all migrations have been applied'))];
}

/** Whether what passes between here and there can be read on the way. */
async function encryption(client: Client, host: string): Promise<Finding> {
  const [row] = await rowsOf<{ ssl: boolean; local: boolean }>(
    client,
    `SELECT ssl, coalesce(inet_client_addr() <<= '127.0.0.0/8' OR inet_client_addr() = '::1', true) AS local
     FROM pg_stat_ssl WHERE pid = pg_backend_pid()`,
  );
  if (row?.ssl === true)
    return right(both('数据库连接已加密', 'the connection to the database is encrypted'));
  if (row?.local === true || host === '')
    return right(both('数据库在本机，连接无需加密', 'the database is on this machine: no encryption needed'));
  return warning(
    both('数据库连接没有加密', 'the connection to the database is not encrypted'),
    both('在 DATABASE_URL 后加上 ?sslmode=verify-full', 'add ?sslmode=verify-full to DATABASE_URL'),
  );
}

async function clock(client: Client): Promise<Finding> {
  const sentMs = Date.now();
  const [row] = await rowsOf<{ ms: number }>(
    client,
    `SELECT extract(epoch FROM clock_timestamp())::float8 * 1000 AS ms`,
  );
  const aheadMs = (sentMs + Date.now()) / 2 - (row?.ms ?? 0);
  return clockFinding({ zh: '数据库', en: "the database's" }, aheadMs);
}

/** Whoever owns the machine can do anything; whoever owns this program need not. */
async function rights(client: Client): Promise<Finding> {
  const [row] = await rowsOf<{ super: boolean }>(
    client,
    `SELECT rolsuper AS super FROM pg_roles WHERE rolname = current_user`,
  );
  if (row?.super !== true)
    return right(both('数据库用户不是超级用户', "the database's user is no superuser"));
  return warning(
    both('数据库用户是超级用户', "the database's user is a superuser, whom no trigger stops"),
    both('为本服务建立一个普通用户', 'make an ordinary user for this server'),
  );
}

async function rowsOf<Row extends object>(client: Client, sql: string): Promise<Row[]> {
  return (await client.query<Row>(sql)).rows;
}
