import type { DataSource } from 'typeorm';
import { execute, statement } from '../database/statement.js';

/** A paid tip on an article's page. */
export interface SupporterRow {
  id: string;
  reader_id: string;
  amount_fen: string;
  message: string;
  paid_time: Date;
}

const SUPPORTERS = statement<SupporterRow>(
  'payments.supporters',
  `SELECT id, reader_id, amount_fen, message, paid_time FROM reward
   WHERE article_id = $1 AND status IN ('paid', 'partially_refunded') AND (paid_time, id) < ($2, $3)
   ORDER BY paid_time DESC, id DESC LIMIT $4`,
);

const END_OF_TIME = ['infinity', 'ffffffff-ffff-ffff-ffff-ffffffffffff'];

/** An article's paid tips before the position (time, id), newest first. Tips given back in full are not shown. */
export async function findSupporters(
  dataSource: DataSource,
  articleId: string,
  before: readonly string[] = END_OF_TIME,
  limit: number,
): Promise<SupporterRow[]> {
  return execute(dataSource, SUPPORTERS, [articleId, before[0], before[1], limit]);
}
