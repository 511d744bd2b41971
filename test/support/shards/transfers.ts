import type { TestDatabase } from '../database.js';

type Query = TestDatabase['query'];

/** The divided table of transfers; `transfer` is a view of it, since the program does not write the owner yet. */
export const TRANSFERS = 'owned_transfer';

/** Gives the table of transfers, still empty, the column that it lacks. */
export async function addOwnerOfTransfers(query: Query): Promise<void> {
  await query(`ALTER TABLE transfer RENAME TO ${TRANSFERS}`);
  await query(`ALTER TABLE ${TRANSFERS} ADD COLUMN owner_id uuid NOT NULL`);
}

/**
 * Puts a view without that column in the place of the table. A transfer that belongs to a tip is its author's, with the
 * refunds and the commission; any other is that of the person on whose account it is.
 */
export async function hideOwnerOfTransfers(query: Query): Promise<void> {
  const columns = (await query(
    `SELECT a.attname AS name, pg_get_expr(d.adbin, d.adrelid) AS value
     FROM pg_attribute a LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
     WHERE a.attrelid = $1::regclass AND a.attnum > 0 AND a.attname <> 'owner_id' ORDER BY a.attnum`,
    [TRANSFERS],
  )) as { name: string; value: string | null }[];
  const names = columns.map(({ name }) => name);
  await query(`CREATE VIEW transfer AS SELECT ${names.join(', ')} FROM ${TRANSFERS}`);
  for (const { name, value } of columns)
    if (value !== null) await query(`ALTER VIEW transfer ALTER COLUMN ${name} SET DEFAULT ${value}`);
  await query(`
    CREATE FUNCTION insert_owned_transfer() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        INSERT INTO ${TRANSFERS} (${names.join(', ')}, owner_id) VALUES (${names.map((name) => `NEW.${name}`).join(', ')},
          coalesce((SELECT author_id FROM reward WHERE id = NEW.reward_id), NEW.credit_owner_id, NEW.debit_owner_id));
        RETURN NEW;
      END
    $$;
    CREATE TRIGGER transfer_owned INSTEAD OF INSERT ON transfer FOR EACH ROW EXECUTE FUNCTION insert_owned_transfer()`);
}
