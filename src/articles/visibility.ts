import type { Article } from './article.entity.js';

type Visibility = Pick<Article, 'authorId' | 'isPublic' | 'isShow' | 'deletedTime'>;

/** Deleted: nobody. Draft or private: its author. Otherwise everyone. */
export function isVisibleTo(article: Visibility, askerId: string | undefined): boolean {
  if (article.deletedTime) return false;
  return (article.isPublic && article.isShow) || article.authorId === askerId;
}
