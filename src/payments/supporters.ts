import type { DataSource } from 'typeorm';
import { execute, statement } from '../database/statement.js';
import { ID_PATTERN } from '../http/ids.js';

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

/** A tip's place in the list: when it was paid, in milliseconds, and its id. */
export const SUPPORTER_POSITION = [/^\d{13}$/, ID_PATTERN];
const END_OF_TIME = ['9999999999999', 'ffffffff-ffff-ffff-ffff-ffffffffffff'];

export function positionOf({ paid_time, id }: SupporterRow): string[] {
  return [paid_time.getTime().toString(), id];
}

/** An article's paid tips before the position, newest first. Tips given back in full are not shown. */
export async function findSupporters(
  dataSource: DataSource,
  articleId: string,
  before: readonly string[] = END_OF_TIME,
  limit: number,
): Promise<SupporterRow[]> {
  return execute(dataSource, SUPPORTERS, [articleId, new Date(Number(before[0])), before[1], limit]);
}
