import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Access } from '../auth/access.decorator.js';
import { type Asker, CurrentUser } from '../auth/current-user.decorator.js';
import { Errors } from '../errors/errors.decorator.js';
import {
  ArticlePage,
  ArticleResponse,
  ArticlesQuery,
  CreateArticleRequest,
  PreviewRequest,
  PreviewResponse,
  UpdateArticleRequest,
} from './articles.dto.js';
import { ArticlesReader } from './articles.reader.js';
import { ArticlesService } from './articles.service.js';

@ApiTags('articles')
@Controller()
export class ArticlesController {
  constructor(
    private readonly articles: ArticlesService,
    private readonly reader: ArticlesReader,
  ) {}

  /** Publish an article, or keep it as a draft. */
  @Post('articles')
  @Access('user')
  @Errors('rate_limited')
  create(@CurrentUser() asker: Asker, @Body() request: CreateArticleRequest): Promise<ArticleResponse> {
    return this.articles.create(asker, request);
  }

  /** Articles, newest first. */
  @Get('articles')
  @Access('anyone')
  list(@CurrentUser() asker: Asker | undefined, @Query() query: ArticlesQuery): Promise<ArticlePage> {
    return this.reader.list(asker, query);
  }

  /** One article: 404 `article_not_found` where the asker may not see it. */
  @Get('articles/:id')
  @Access('anyone')
  @Errors('article_not_found')
  read(@CurrentUser() asker: Asker | undefined, @Param('id') id: string): Promise<ArticleResponse> {
    return this.reader.read(asker, id);
  }

  /** One article, at the address the tutorial's client asks. */
  @Get('article/:id/retrieve')
  @Access('anyone')
  @Errors('article_not_found')
  retrieve(@CurrentUser() asker: Asker | undefined, @Param('id') id: string): Promise<ArticleResponse> {
    return this.reader.read(asker, id);
  }

  /** Markdown as HTML, as saving it would show it; nothing is saved. */
  @Post('articles/preview')
  @HttpCode(200)
  @Access('user')
  @Errors('rate_limited')
  preview(@CurrentUser() asker: Asker, @Body() request: PreviewRequest): Promise<PreviewResponse> {
    return this.articles.preview(asker, request);
  }

  /** Change an article of mine. */
  @Patch('articles/:id')
  @Access('user')
  @Errors('article_not_found', 'forbidden', 'rate_limited')
  update(
    @CurrentUser() asker: Asker,
    @Param('id') id: string,
    @Body() request: UpdateArticleRequest,
  ): Promise<ArticleResponse> {
    return this.articles.update(asker, id, request);
  }

  /** Delete an article of mine; its tips and the money stay. */
  @Delete('articles/:id')
  @HttpCode(204)
  @Access('user')
  @Errors('article_not_found', 'forbidden')
  remove(@CurrentUser() asker: Asker, @Param('id') id: string): Promise<void> {
    return this.articles.remove(asker, id);
  }
}
