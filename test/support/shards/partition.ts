import type { TestDatabase } from '../database.js';
import { type ForeignKey, type UniqueKey, foreignKeysOf, uniqueKeysOf } from './keys.js';
import { OWNER_COLUMNS } from './tables.js';
import { TRANSFERS, addOwnerOfTransfers, hideOwnerOfTransfers } from './transfers.js';

/** How many partitions stand for shards. */
export const SHARDS = 4;

type Query = TestDatabase['query'];
type Owners = Readonly<Record<string, string>>;

/** Keys that a table divided by owner cannot have: what each became is named after the arrow. */
export interface LostKeys {
  readonly unique: string[];
  readonly foreign: string[];
}

/**
 * Divides a migrated database's tables by the wallet's owner, as Citus would divide them, into partitions BY HASH: the rule
 * for keys is the same, each must contain the column. What the tables have is read from the catalogue and carried over:
 * rows, defaults, CHECKs, storage, indexes, triggers.
 *
 * @returns the keys that could not be kept as they were
 */
export async function divideByOwner({ query }: TestDatabase): Promise<LostKeys> {
  await addOwnerOfTransfers(query);
  const owners: Owners = { ...OWNER_COLUMNS, [TRANSFERS]: 'owner_id' };
  const tables = Object.keys(owners);
  const foreignKeys = await foreignKeysOf(query, tables);
  for (const { table, name } of foreignKeys) await query(`ALTER TABLE ${table} DROP CONSTRAINT ${name}`);
  const unique: string[] = [];
  for (const table of tables) unique.push(...(await divide(query, table, owners[table] ?? '')));
  const foreign: string[] = [];
  for (const key of foreignKeys) foreign.push(await referAgain(query, key, owners));
  await hideOwnerOfTransfers(query);
  return { unique, foreign };
}

async function divide(query: Query, table: string, owner: string): Promise<string[]> {
  const keys = await uniqueKeysOf(query, [table]);
  const others = await restOf(query, table);
  const nullable = await isNullable(query, table, owner);
  await query(`ALTER TABLE ${table} RENAME TO ${table}_whole`);
  await query(`CREATE TABLE ${table} (LIKE ${table}_whole INCLUDING DEFAULTS INCLUDING CONSTRAINTS
    INCLUDING STORAGE INCLUDING COMMENTS) PARTITION BY HASH (${owner})`);
  for (const shard of Array(SHARDS).keys())
    await query(`CREATE TABLE ${table}_${shard} PARTITION OF ${table}
      FOR VALUES WITH (MODULUS ${SHARDS}, REMAINDER ${shard}) ${others.storage}`);
  await query(`INSERT INTO ${table} SELECT * FROM ${table}_whole`);
  await query(`DROP TABLE ${table}_whole`);
  const widened: string[] = [];
  for (const key of keys) {
    const columns = key.columns.includes(owner) ? key.columns : [owner, ...key.columns];
    // The parts first, each under the key's name and its own number, as Citus names them; the whole then adopts them.
    for (const shard of Array(SHARDS).keys()) await query(uniqueKey(key, columns, nullable, `_${shard}`));
    await query(uniqueKey(key, columns, nullable));
    if (columns !== key.columns) widened.push(`${key.name} ${list(key.columns)} -> ${list(columns)}`);
  }
  for (const index of others.indexes) await query(index);
  for (const trigger of others.triggers) {
    await query(trigger);
    // One for each statement does not hear of those that name a partition.
    for (const shard of Array(SHARDS).keys())
      await query(trigger.replace(` ON public.${table} `, ` ON public.${table}_${shard} `));
  }
  return widened;
}

/**
 * SQL that makes the key for the table, or for the part of it with that ending. A primary key holds no NULL; where the owner
 * may be one, two NULLs must count as the same for the key to mean what it did.
 */
function uniqueKey(
  { table, name, definition, primary }: UniqueKey,
  columns: readonly string[],
  nullable: boolean,
  part = '',
): string {
  if (primary && !nullable)
    return `ALTER TABLE ${table}${part} ADD CONSTRAINT ${name}${part} PRIMARY KEY ${list(columns)}`;
  const nulls = nullable ? ' NULLS NOT DISTINCT' : '';
  return definition
    .replace(` INDEX ${name} ON public.${table} `, ` INDEX ${name}${part} ON public.${table}${part} `)
    .replace(/ \([^()]*\)/, ` ${list(columns)}${nulls}`);
}

/** Kept where both sides are divided and can name the owner; otherwise nothing takes its place. */
async function referAgain(query: Query, key: ForeignKey, owners: Owners): Promise<string> {
  const { table, name, target, columns, targetColumns } = key;
  const before = `${name} ${list(columns)}`;
  const owner = owners[table];
  const targetOwner = owners[target];
  if (owner === undefined || targetOwner === undefined) return `${before} -> none`;
  const wider = [owner, ...columns];
  await query(`ALTER TABLE ${table} ADD CONSTRAINT ${name} FOREIGN KEY ${list(wider)}
    REFERENCES ${target} ${list([targetOwner, ...targetColumns])}`);
  return `${before} -> ${list(wider)}`;
}

interface Rest {
  /** The WITH clause, or nothing. */
  readonly storage: string;
  readonly indexes: readonly string[];
  readonly triggers: readonly string[];
}

async function restOf(query: Query, table: string): Promise<Rest> {
  const [row] = await query(
    `SELECT coalesce('WITH (' || array_to_string(reloptions, ', ') || ')', '') AS storage,
       ARRAY(SELECT pg_get_indexdef(indexrelid) FROM pg_index WHERE indrelid = c.oid AND NOT indisunique) AS indexes,
       ARRAY(SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE tgrelid = c.oid AND NOT tgisinternal) AS triggers
     FROM pg_class c WHERE oid = $1::regclass`,
    [table],
  );
  return row as Rest;
}

async function isNullable(query: Query, table: string, column: string): Promise<boolean> {
  const [row] = await query(
    'SELECT NOT attnotnull AS nullable FROM pg_attribute WHERE attrelid = $1::regclass AND attname = $2',
    [table, column],
  );
  return row?.nullable === true;
}

function list(columns: readonly string[]): string {
  return `(${columns.join(', ')})`;
}
