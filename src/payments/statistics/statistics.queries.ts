import { statement } from '../../database/statement.js';
import type { RewardStatus } from '../reward-state.js';
import type { Channel } from '../reward.entity.js';

/** A number of tips and their sum, as the driver hands them over. */
export interface SumRow {
  tips: number;
  amount_fen: string;
}

/** How many lead a list. */
const TOP = 10;

/**
 * $1 and $2: the first and the last day, in Beijing. The bounds are times, so that the index of the rewards' times
 * (BRIN: reward_paid_day, reward_created_day) finds the period's part of the table.
 */
const within = (time: string) => `${time} >= $1::date::timestamp AT TIME ZONE 'Asia/Shanghai'
     AND ${time} < ($2::date + 1)::timestamp AT TIME ZONE 'Asia/Shanghai'`;

/** For the rest of the transaction: a table is read whole only where nothing else is possible. */
export const withoutReadingAll = statement(
  'statistics.without_reading_all',
  'SET LOCAL enable_seqscan = off',
);

const SUMS = 'count(*)::integer AS tips, sum(amount_fen) AS amount_fen';

/** Paid tips by day and by hour of the day: at most 24 rows a day. */
export const paidByHour = statement<SumRow & { day: string; hour: number }>(
  'statistics.paid_by_hour',
  `SELECT time::date::text AS day, extract(hour FROM time)::integer AS hour, ${SUMS}
   FROM (SELECT paid_time AT TIME ZONE 'Asia/Shanghai' AS time, amount_fen FROM reward
     WHERE ${within('paid_time')}) AS paid
   GROUP BY 1, 2`,
);

export const topArticles = statement<SumRow & { article_id: string; author_id: string }>(
  'statistics.top_articles',
  `SELECT article_id, author_id, ${SUMS} FROM reward WHERE ${within('paid_time')}
   GROUP BY article_id, author_id ORDER BY sum(amount_fen) DESC, article_id LIMIT ${TOP}`,
);

export const topAuthors = statement<SumRow & { author_id: string }>(
  'statistics.top_authors',
  `SELECT author_id, ${SUMS} FROM reward WHERE ${within('paid_time')}
   GROUP BY author_id ORDER BY sum(amount_fen) DESC, author_id LIMIT ${TOP}`,
);

export const createdByChannel = statement<
  SumRow & { channel: Channel; status: RewardStatus; refunded_fen: string }
>(
  'statistics.created_by_channel',
  `SELECT channel, status, ${SUMS}, sum(refunded_fen) AS refunded_fen FROM reward WHERE ${within('created_time')}
   GROUP BY channel, status ORDER BY channel, status`,
);
