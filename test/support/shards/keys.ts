import type { TestDatabase } from '../database.js';

type Query = TestDatabase['query'];

/** A unique index, that of a primary key or of a UNIQUE constraint included. */
export interface UniqueKey {
  readonly table: string;
  readonly name: string;
  /** As CREATE UNIQUE INDEX, in pg_get_indexdef's spelling. */
  readonly definition: string;
  readonly columns: readonly string[];
  readonly primary: boolean;
}

/** A foreign key, in pg_get_constraintdef's spelling. */
export interface ForeignKey {
  readonly table: string;
  readonly name: string;
  readonly target: string;
  readonly columns: readonly string[];
  readonly targetColumns: readonly string[];
}

const UNIQUE_KEYS = `
  SELECT t.relname AS table, c.relname AS name, pg_get_indexdef(c.oid) AS definition, i.indisprimary AS primary,
    ARRAY(SELECT attname::text FROM unnest(i.indkey) WITH ORDINALITY AS k(number, position)
      JOIN pg_attribute ON attrelid = t.oid AND attnum = k.number ORDER BY k.position) AS columns
  FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_class t ON t.oid = i.indrelid
  WHERE i.indisunique AND t.relname = ANY($1) AND t.relnamespace = 'public'::regnamespace
  ORDER BY t.relname, c.relname`;

/** The unique keys of the tables. */
export async function uniqueKeysOf(query: Query, tables: readonly string[]): Promise<UniqueKey[]> {
  return (await query(UNIQUE_KEYS, [tables])) as UniqueKey[];
}

const FOREIGN_KEYS = `
  SELECT c.conrelid::regclass::text AS table, c.conname AS name, c.confrelid::regclass::text AS target,
    ARRAY(SELECT attname::text FROM unnest(c.conkey) WITH ORDINALITY AS k(number, position)
      JOIN pg_attribute ON attrelid = c.conrelid AND attnum = k.number ORDER BY k.position) AS columns,
    ARRAY(SELECT attname::text FROM unnest(c.confkey) WITH ORDINALITY AS k(number, position)
      JOIN pg_attribute ON attrelid = c.confrelid AND attnum = k.number ORDER BY k.position) AS "targetColumns"
  FROM pg_constraint c
  WHERE c.contype = 'f' AND (c.conrelid::regclass::text = ANY($1) OR c.confrelid::regclass::text = ANY($1))
  ORDER BY 1, 2`;

/** The foreign keys from the tables, and to them. */
export async function foreignKeysOf(query: Query, tables: readonly string[]): Promise<ForeignKey[]> {
  return (await query(FOREIGN_KEYS, [tables])) as ForeignKey[];
}
