import { statement } from '../database/statement.js';

/** An article and its counters as the driver hands them over: the row an answer is made of. */
export interface ArticleRow {
  id: string;
  authorId: string;
  title: string;
  content: string;
  htmlContent: string;
  collectionName: string;
  isPublic: boolean;
  isShow: boolean;
  tipsOpen: boolean;
  createdTime: Date;
  updatedTime: Date;
  deletedTime: Date | null;
  readCount: string;
  rewardCount: string;
}

const COLUMNS = `
  a.id, a.author_id AS "authorId", a.title, a.content, a.html_content AS "htmlContent",
  a.collection_name AS "collectionName", a.is_public AS "isPublic", a.is_show AS "isShow",
  a.tips_open AS "tipsOpen",
  a.created_time AS "createdTime", a.updated_time AS "updatedTime", a.deleted_time AS "deletedTime",
  s.read_count AS "readCount", s.reward_count AS "rewardCount"`;

/** One article, deleted or not. $1: id. */
export const articleById = statement<ArticleRow>(
  'articles.by_id',
  `SELECT ${COLUMNS} FROM article a JOIN article_stats s ON s.article_id = a.id WHERE a.id = $1`,
);

/** What everyone sees, newest first. $1: older than this id, $2: how many. */
export const visibleArticles = statement<ArticleRow>(
  'articles.visible',
  `SELECT ${COLUMNS} FROM article a JOIN article_stats s ON s.article_id = a.id
   WHERE a.is_public AND a.is_show AND a.deleted_time IS NULL AND a.id < $1
   ORDER BY a.id DESC LIMIT $2`,
);

/** One author's articles, newest first. $1: older than this id, $2: how many, $3: author, $4: hidden ones too. */
export const articlesByAuthor = statement<ArticleRow>(
  'articles.by_author',
  `SELECT ${COLUMNS} FROM article a JOIN article_stats s ON s.article_id = a.id
   WHERE a.author_id = $3 AND a.deleted_time IS NULL AND ($4 OR (a.is_public AND a.is_show)) AND a.id < $1
   ORDER BY a.id DESC LIMIT $2`,
);

/**
 * Adds reads to many articles. $1: ids, $2: how many reads each. The rows are locked in order of id first, as
 * settling tips does, so that neither can deadlock with the other.
 */
export const addReads = statement(
  'articles.add_reads',
  `WITH locked AS (
     SELECT article_id FROM article_stats WHERE article_id = ANY($1::uuid[]) ORDER BY article_id FOR NO KEY UPDATE
   )
   UPDATE article_stats s SET read_count = s.read_count + r.reads
   FROM locked JOIN unnest($1::uuid[], $2::bigint[]) AS r (article_id, reads) USING (article_id)
   WHERE s.article_id = locked.article_id`,
);
