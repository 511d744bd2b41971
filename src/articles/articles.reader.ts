import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Asker } from '../auth/current-user.decorator.js';
import { execute } from '../database/statement.js';
import { ID_PATTERN, isId } from '../http/ids.js';
import { decodeCursor, pageSize, toPage } from '../http/page.dto.js';
import { TippingService } from '../tipping/tipping.service.js';
import { UsersService } from '../users/users.service.js';
import { presentArticle } from './article.presenter.js';
import type { ArticlePage, ArticleResponse, ArticlesQuery } from './articles.dto.js';
import { ArticleNotFound } from './articles.errors.js';
import { articleById, type ArticleRow, articlesByAuthor, visibleArticles } from './articles.queries.js';
import { ReadCounter } from './read-counter.js';
import { isVisibleTo } from './visibility.js';

/** An id greater than every other: where a list starts. */
const NEWEST_ID = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

/** Reading articles: who sees which. */
@Injectable()
export class ArticlesReader {
  constructor(
    private readonly dataSource: DataSource,
    private readonly users: UsersService,
    private readonly tipping: TippingService,
    private readonly reads: ReadCounter,
  ) {}

  /** One article for a reader; counts the read. @throws ArticleNotFound */
  async read(asker: Asker | undefined, id: string): Promise<ArticleResponse> {
    const article = await this.find(asker, id);
    this.reads.count(article.id);
    return this.present(article);
  }

  /** Newest first: what everyone sees, or with `author` theirs; to themselves with drafts and private ones. */
  async list(asker: Asker | undefined, query: ArticlesQuery): Promise<ArticlePage> {
    const size = pageSize(query);
    const [before = NEWEST_ID] = decodeCursor(query.cursor, [ID_PATTERN]) ?? [];
    const rows = await this.rows(asker, query.author, before, size + 1);
    const present = await this.presenterOf(rows);
    return toPage(rows, size, ({ id }) => [id], present);
  }

  /** The article with its counters. @throws ArticleNotFound where the asker may not see it. */
  async find(asker: Pick<Asker, 'id'> | undefined, id: string): Promise<ArticleRow> {
    const [article] = isId(id) ? await execute(this.dataSource, articleById, [id]) : [];
    if (!article || !isVisibleTo(article, asker?.id)) throw new ArticleNotFound();
    return article;
  }

  async present(article: ArticleRow): Promise<ArticleResponse> {
    return (await this.presenterOf([article]))(article);
  }

  /** Knows the authors of these articles, and how they ask for tips. */
  private async presenterOf(rows: readonly ArticleRow[]): Promise<(article: ArticleRow) => ArticleResponse> {
    const ids = rows.map(({ authorId }) => authorId);
    const [authors, tipping] = await Promise.all([this.users.findMany(ids), this.tipping.findMany(ids)]);
    return (article) => {
      const author = authors.get(article.authorId);
      const asksForTips = tipping.get(article.authorId);
      if (!author || !asksForTips) throw new Error(`article ${article.id} has no author`);
      return presentArticle(article, author, asksForTips);
    };
  }

  private async rows(
    asker: Asker | undefined,
    author: string | undefined,
    before: string,
    count: number,
  ): Promise<ArticleRow[]> {
    if (author === undefined) return execute(this.dataSource, visibleArticles, [before, count]);
    if (!isId(author)) return [];
    return execute(this.dataSource, articlesByAuthor, [before, count, author, author === asker?.id]);
  }
}
