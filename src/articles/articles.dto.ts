import { IsOptional } from 'class-validator';
import { IsAbsentOr, IsFlag, IsLine, IsText } from '../http/fields.js';
import { type Page, PageQuery } from '../http/page.dto.js';
import { TippingResponse } from '../tipping/tipping.dto.js';
import { PublicUserResponse } from '../users/users.dto.js';

const MAX_TITLE_LENGTH = 200;
const MAX_CONTENT_LENGTH = 100_000;
const MAX_COLLECTION_LENGTH = 50;

export class CreateArticleRequest {
  /**
   * One line, 1 to 200 characters.
   * @example '用 NestJS 做打赏'
   */
  @IsLine(1, MAX_TITLE_LENGTH)
  title: string;

  /**
   * Markdown, 1 to 100000 characters.
   * @example '# 你好'
   */
  @IsText(1, MAX_CONTENT_LENGTH)
  content: string;

  /**
   * The name of the collection the article belongs to, up to 50 characters; none when absent.
   * @example 'NestJS'
   */
  @IsAbsentOr()
  @IsLine(0, MAX_COLLECTION_LENGTH)
  collection?: string;

  /** False: only its author sees it. True when absent. */
  @IsAbsentOr()
  @IsFlag()
  is_public?: boolean;

  /** False: a draft, only its author sees it. True when absent. */
  @IsAbsentOr()
  @IsFlag()
  is_show?: boolean;

  /** False: it cannot be tipped. True when absent. */
  @IsAbsentOr()
  @IsFlag()
  tips_open?: boolean;
}

/** What changes; fields left out stay. */
export class UpdateArticleRequest {
  /** One line, 1 to 200 characters. */
  @IsAbsentOr()
  @IsLine(1, MAX_TITLE_LENGTH)
  title?: string;

  /** Markdown, 1 to 100000 characters. */
  @IsAbsentOr()
  @IsText(1, MAX_CONTENT_LENGTH)
  content?: string;

  /** The collection's name; an empty string takes the article out of its collection. */
  @IsAbsentOr()
  @IsLine(0, MAX_COLLECTION_LENGTH)
  collection?: string;

  /** False: only its author sees it. */
  @IsAbsentOr()
  @IsFlag()
  is_public?: boolean;

  /** False: a draft, only its author sees it. */
  @IsAbsentOr()
  @IsFlag()
  is_show?: boolean;

  /** False: it can no longer be tipped; what was begun before can still be paid. */
  @IsAbsentOr()
  @IsFlag()
  tips_open?: boolean;
}

/** Markdown that is not saved. */
export class PreviewRequest {
  /**
   * Up to 100000 characters.
   * @example '# 你好'
   */
  @IsText(0, MAX_CONTENT_LENGTH)
  content: string;
}

export class PreviewResponse {
  /**
   * The content as HTML that is safe to show, as saving it would make it.
   * @example '<h1>你好</h1>'
   */
  html_content: string;
}

export class ArticlesQuery extends PageQuery {
  /** Only articles by the user with this id; to the author this shows drafts and private ones as well. */
  @IsOptional()
  @IsText(0, 200)
  author?: string;
}

export class CollectionResponse {
  /**
   * Empty where the article is in no collection.
   * @example 'NestJS'
   */
  name: string;
}

/** How its author asks for tips for it. */
export class ArticleTippingResponse extends TippingResponse {
  /** False: it cannot be tipped. */
  open: boolean;
}

export class ArticleResponse {
  /** @example '01937b1e-6f5c-7d2a-9c3e-0f1a2b3c4d5e' */
  id: string;

  /** @example '用 NestJS 做打赏' */
  title: string;

  /**
   * Markdown, as it was written.
   * @example '# 你好'
   */
  content: string;

  /**
   * The content as HTML that is safe to show.
   * @example '<h1>你好</h1>'
   */
  html_content: string;

  user: PublicUserResponse;

  collection: CollectionResponse;

  /** @example '2026-11-22T08:00:00.000Z' */
  created_time: string;

  /** @example '2026-11-22T08:00:00.000Z' */
  updated_time: string;

  /** How often it was read; lags a second or so. */
  read_count: number;

  /** Tips ever paid, not people; refunds do not lower it. */
  reward_count: number;

  is_public: boolean;

  is_show: boolean;

  tipping: ArticleTippingResponse;
}

/** A page of articles, newest first. */
export class ArticlePage implements Page<ArticleResponse> {
  items: ArticleResponse[];

  /** Give it as `?cursor=` for the next page; null on the last one. */
  next_cursor: string | null;
}
