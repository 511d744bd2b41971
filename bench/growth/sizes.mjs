/** Bytes of the tables that tips fill, indexes and long values included, largest first. */
export async function tableSizes(client) {
  const { rows } = await client.query(`
    SELECT relname AS name, pg_table_size(oid)::float8 AS table, pg_indexes_size(oid)::float8 AS indexes
    FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND pg_total_relation_size(oid) > 1e6
    ORDER BY pg_total_relation_size(oid) DESC`);
  return rows;
}

/** What became of the rows that every tip to the same author changes. */
export async function churn(client) {
  await client.query('SELECT pg_stat_force_next_flush()');
  const { rows } = await client.query(`
    SELECT relname AS name, n_tup_upd::int AS updates, n_tup_hot_upd::int AS hot_updates, n_dead_tup::int AS dead,
      autovacuum_count::int AS autovacuums, pg_total_relation_size(relid)::float8 AS bytes
    FROM pg_stat_user_tables WHERE relname IN ('account', 'article_stats', 'daily_earning', 'reward') ORDER BY relname`);
  return rows;
}
