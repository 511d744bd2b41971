import type { DataSource, EntityManager } from 'typeorm';
import { execute, statement } from '../database/statement.js';
import { isId } from '../http/ids.js';

/** What a tip needs to know of an article. */
export interface ArticleForTip {
  id: string;
  title: string;
  authorId: string;
  /** Whether everyone may see it: neither a draft nor private. */
  visible: boolean;
  /** Whether its author takes tips for it. */
  tipsOpen: boolean;
}

/** The articles with these ids that are there; deleted ones are not. */
export const articlesForTip = statement<ArticleForTip>(
  'articles.for_tip',
  `SELECT id, title, author_id AS "authorId", is_show AND is_public AS visible, tips_open AS "tipsOpen"
   FROM article WHERE id = ANY($1::uuid[]) AND deleted_time IS NULL`,
);

/** The articles with these ids, deleted ones too: an order stands whatever became of its article. */
export const articlesOfOrders = statement<Pick<ArticleForTip, 'id' | 'title' | 'authorId'>>(
  'articles.of_orders',
  'SELECT id, title, author_id AS "authorId" FROM article WHERE id = ANY($1::uuid[])',
);

/** The article with this id; undefined where it is missing, deleted or the id is not one of ours. */
export async function findArticleForTip(
  on: DataSource | EntityManager,
  articleId: string,
): Promise<ArticleForTip | undefined> {
  if (!isId(articleId)) return undefined;
  const [article] = await execute(on, articlesForTip, [[articleId]]);
  return article;
}
