import type { TippingResponse } from '../tipping/tipping.dto.js';
import type { PublicUserResponse } from '../users/users.dto.js';
import type { ArticleResponse } from './articles.dto.js';
import type { ArticleRow } from './articles.queries.js';

/** An article as the outside world sees it. */
export function presentArticle(
  article: ArticleRow,
  user: PublicUserResponse,
  tipping: TippingResponse,
): ArticleResponse {
  return {
    id: article.id,
    title: article.title,
    content: article.content,
    html_content: article.htmlContent,
    user,
    collection: { name: article.collectionName },
    created_time: article.createdTime.toISOString(),
    updated_time: article.updatedTime.toISOString(),
    read_count: Number(article.readCount),
    reward_count: Number(article.rewardCount),
    is_public: article.isPublic,
    is_show: article.isShow,
    tipping: { open: article.tipsOpen, ...tipping },
  };
}
