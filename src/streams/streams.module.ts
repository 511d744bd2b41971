import { Module } from '@nestjs/common';
import { ArticlesModule } from '../articles/articles.module.js';
import { LiveModule } from '../live/live.module.js';
import { StreamsController } from './streams.controller.js';
import { StreamsService } from './streams.service.js';

/** Announcements for browsers that are open. */
@Module({
  imports: [ArticlesModule, LiveModule],
  controllers: [StreamsController],
  providers: [StreamsService],
})
export class StreamsModule {}
