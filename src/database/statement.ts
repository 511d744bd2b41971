import type { ClientBase, Pool } from 'pg';
import type { DataSource, EntityManager } from 'typeorm';

/**
 * A named SQL statement: PostgreSQL parses and plans it once for each connection. The hot paths use these instead
 * of the ORM. `Row` is what one row looks like as the driver hands it over (bigint columns are strings).
 */
export interface Statement<Row> {
  readonly name: string;
  readonly text: string;
  /** Carries the row's type; never set. */
  readonly row?: Row;
}

/** Declares a named statement. Names are unique in the program: the folder's name, a dot, what it does. */
export function statement<Row>(name: string, text: string): Statement<Row> {
  return { name, text };
}

/** A statement with its values, not yet sent. */
export interface Command<Row = unknown> {
  readonly statement: Statement<Row>;
  readonly values: readonly unknown[];
}

/** Runs commands one after the other. */
export async function executeAll(
  on: DataSource | EntityManager,
  commands: readonly Command[],
): Promise<void> {
  for (const { statement, values } of commands) await execute(on, statement, values);
}

/** Runs the statement, inside the transaction `on` or, given the data source, on any connection of the pool. */
export async function execute<Row>(
  on: DataSource | EntityManager,
  statement: Statement<Row>,
  values: readonly unknown[],
): Promise<Row[]> {
  return send(await clientOf(on), { statement, values }, usesNames(on));
}

/** Sends the command on this connection before it returns, so that what is sent next comes after it. */
export async function send<Row>(
  client: Pool | ClientBase,
  { statement: { name, text }, values }: Command<Row>,
  named: boolean,
): Promise<Row[]> {
  const query = { text, values: values as unknown[] };
  const result = await client.query(named ? { name, ...query } : query);
  return result.rows as Row[];
}

/** Whether statements have names on this connection; a pooler may not know them. */
export function usesNames(on: DataSource | EntityManager): boolean {
  const { options } = 'driver' in on ? on : on.dataSource;
  return (options.extra as { namedStatements?: boolean } | undefined)?.namedStatements !== false;
}

async function clientOf(on: DataSource | EntityManager): Promise<Pool | ClientBase> {
  if ('driver' in on) return poolOf(on);
  return on.queryRunner ? ((await on.queryRunner.connect()) as ClientBase) : poolOf(on.dataSource);
}

/** The `pg` pool under the data source: TypeORM and the hot paths share its connections. */
export function poolOf(dataSource: DataSource): Pool {
  return (dataSource.driver as unknown as { master: Pool }).master;
}
