import { Injectable } from '@nestjs/common';
import { DataSource, IsNull } from 'typeorm';
import { uuidv7 } from 'uuidv7';
import type { Asker } from '../auth/current-user.decorator.js';
import { inTransaction } from '../database/transaction.js';
import { RateLimiter } from '../limits/rate-limiter.js';
import { ArticleStats } from './article-stats.entity.js';
import { Article } from './article.entity.js';
import type {
  ArticleResponse,
  CreateArticleRequest,
  PreviewRequest,
  PreviewResponse,
  UpdateArticleRequest,
} from './articles.dto.js';
import { NotTheAuthor } from './articles.errors.js';
import { ArticlesReader } from './articles.reader.js';

/** Writing, changing and deleting articles. */
@Injectable()
export class ArticlesService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly reader: ArticlesReader,
    private readonly limiter: RateLimiter,
  ) {}

  /** The article and its counters are made together. @throws RateLimited */
  async create(author: Pick<Asker, 'id'>, request: CreateArticleRequest): Promise<ArticleResponse> {
    await this.limiter.take('writing', author.id, pointsOf(request.content));
    const id = uuidv7();
    const now = new Date();
    const defaults = { collectionName: '', isPublic: true, isShow: true, createdTime: now, updatedTime: now };
    const article = { id, authorId: author.id, ...defaults, ...(await columnsOf(request)) };
    await inTransaction(this.dataSource, async (tx) => {
      await tx.insert(Article, article);
      await tx.insert(ArticleStats, { articleId: id });
    });
    return this.reader.present(await this.reader.find(author, id));
  }

  /** What an article with this content would look like. @throws RateLimited */
  async preview(author: Asker, { content }: PreviewRequest): Promise<PreviewResponse> {
    await this.limiter.take('writing', author.id, pointsOf(content));
    return { html_content: await render(content) };
  }

  /** @throws ArticleNotFound, NotTheAuthor, RateLimited */
  async update(asker: Asker, id: string, request: UpdateArticleRequest): Promise<ArticleResponse> {
    await this.limiter.take('writing', asker.id, pointsOf(request.content));
    await this.assertAuthor(asker, id);
    const changes = await columnsOf(request);
    if (Object.keys(changes).length > 0) await this.change(id, { ...changes, updatedTime: new Date() });
    return this.reader.present(await this.reader.find(asker, id));
  }

  /** The row stays, since rewards name it. @throws ArticleNotFound, NotTheAuthor */
  async remove(asker: Asker, id: string): Promise<void> {
    await this.assertAuthor(asker, id);
    await this.change(id, { deletedTime: new Date() });
  }

  private async assertAuthor(asker: Asker, id: string): Promise<void> {
    const article = await this.reader.find(asker, id);
    if (article.authorId !== asker.id) throw new NotTheAuthor();
  }

  private async change(id: string, changes: Partial<Article>): Promise<void> {
    await this.dataSource.getRepository(Article).update({ id, deletedTime: IsNull() }, changes);
  }
}

/** How many characters a point of the limit `writing` is worth; the costliest of the longest texts take a second or two. */
const CHARACTERS_A_POINT = 5000;

/** What writing this text counts for. */
function pointsOf(content = ''): number {
  return Math.max(1, Math.ceil(content.length / CHARACTERS_A_POINT));
}

/** The columns that the request sets; what it leaves out is left out here. */
async function columnsOf(request: UpdateArticleRequest) {
  const { title, content, collection, is_public: isPublic, is_show: isShow, tips_open: tipsOpen } = request;
  return {
    ...(title !== undefined && { title }),
    ...(content !== undefined && { content, htmlContent: await render(content) }),
    ...(collection !== undefined && { collectionName: collection }),
    ...(isPublic !== undefined && { isPublic }),
    ...(isShow !== undefined && { isShow }),
    ...(tipsOpen !== undefined && { tipsOpen }),
  };
}

/** The two libraries behind it are loaded when the first article is written: most servers tip more than they write. */
async function render(content: string): Promise<string> {
  const { renderMarkdown } = await import('./markdown.js');
  return renderMarkdown(content);
}
