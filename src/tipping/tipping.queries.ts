import { statement } from '../database/statement.js';

/** How an author asks for tips, as the driver hands it over. */
export interface TippingRow {
  /** The author's. */
  id: string;
  /** Null: the usual ones. */
  presets_fen: string[] | null;
  invitation: string;
  thanks: string;
}

const COLUMNS = 'user_id AS id, presets_fen, invitation, thanks';

/** The settings of these authors; who has never changed any is not among them. $1: ids. */
export const tippingByAuthors = statement<TippingRow>(
  'tipping.by_authors',
  `SELECT ${COLUMNS} FROM tipping_settings WHERE user_id = ANY($1::uuid[])`,
);

/** Changes what is not null, in one statement: two who change different fields keep both. $1: author. */
export const changeTipping = statement<TippingRow>(
  'tipping.change',
  `INSERT INTO tipping_settings AS t (user_id, presets_fen, invitation, thanks)
   VALUES ($1, $2::bigint[], coalesce($3, ''), coalesce($4, ''))
   ON CONFLICT (user_id) DO UPDATE SET presets_fen = coalesce($2::bigint[], t.presets_fen),
     invitation = coalesce($3, t.invitation), thanks = coalesce($4, t.thanks)
   RETURNING ${COLUMNS}`,
);
