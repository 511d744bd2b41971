import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { TippingModule } from '../tipping/tipping.module.js';
import { UsersModule } from '../users/users.module.js';
import { ArticleStats } from './article-stats.entity.js';
import { Article } from './article.entity.js';
import { ArticlesController } from './articles.controller.js';
import { ArticlesReader } from './articles.reader.js';
import { ArticlesService } from './articles.service.js';
import { ReadCounter } from './read-counter.js';

/** What people write and others tip. */
@Module({
  imports: [TypeOrmModule.forFeature([Article, ArticleStats]), TippingModule, UsersModule],
  controllers: [ArticlesController],
  providers: [ArticlesService, ArticlesReader, ReadCounter],
  exports: [ArticlesService, ArticlesReader],
})
export class ArticlesModule {}
