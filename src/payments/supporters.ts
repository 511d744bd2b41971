import type { DataSource } from 'typeorm';
import { execute, statement } from '../database/statement.js';
import { ID_PATTERN } from '../http/ids.js';
import { formatYuan } from '../money/fen.js';
import type { PublicUserResponse } from '../users/users.dto.js';
import { ANONYMOUS } from './anonymity.js';
import type { SupporterResponse } from './payments.dto.js';

/** A paid tip on an article's page. */
export interface SupporterRow {
  id: string;
  reader_id: string;
  amount_fen: string;
  anonymous: boolean;
  hide_amount: boolean;
  message: string;
  paid_time: Date;
}

const SUPPORTERS = statement<SupporterRow>(
  'payments.supporters',
  `SELECT id, reader_id, amount_fen, anonymous, hide_amount, message, paid_time FROM reward
   WHERE article_id = $1 AND status IN ('paid', 'partially_refunded') AND (paid_time, id) < ($2, $3)
   ORDER BY paid_time DESC, id DESC LIMIT $4`,
);

/** Past this many tips nobody counts the people behind them. */
const MAX_COUNTED = 100;

const PEOPLE = statement<{ tips: number; people: number }>(
  'payments.supporting_people',
  `SELECT count(*)::integer AS tips, count(DISTINCT (reader_id, anonymous))::integer AS people FROM (
     SELECT reader_id, anonymous FROM reward
     WHERE article_id = $1 AND status IN ('paid', 'partially_refunded')
     ORDER BY paid_time DESC, id DESC LIMIT ${MAX_COUNTED + 1}
   ) AS newest`,
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

/** How many people these tips are from: somebody's with a name and without one are counted apart. */
export function peopleBehind(rows: readonly SupporterRow[]): number {
  return new Set(rows.map(({ reader_id, anonymous }) => `${reader_id} ${String(anonymous)}`)).size;
}

/** The same of all of an article's paid tips; null where they are too many to be counted. */
export async function countPeople(dataSource: DataSource, articleId: string): Promise<number | null> {
  const [counted] = await execute(dataSource, PEOPLE, [articleId]);
  return counted && counted.tips <= MAX_COUNTED ? counted.people : null;
}

/** What everybody sees of a supporter, the author as well. */
export function presentSupporter(
  row: SupporterRow,
  users: ReadonlyMap<string, PublicUserResponse>,
): SupporterResponse {
  const { nickname = '', avatar = '' } = row.anonymous ? ANONYMOUS : (users.get(row.reader_id) ?? {});
  return {
    user: { nickname, avatar },
    anonymous: row.anonymous,
    money: row.hide_amount ? null : formatYuan(BigInt(row.amount_fen)),
    message: row.message,
    paid_time: row.paid_time.toISOString(),
  };
}
