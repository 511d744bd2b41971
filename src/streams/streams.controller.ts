import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import { ApiOkResponse, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Access } from '../auth/access.decorator.js';
import { type Asker, CurrentUser } from '../auth/current-user.decorator.js';
import { Unattended } from '../auth/unattended.decorator.js';
import { Errors } from '../errors/errors.decorator.js';
import { StreamsService } from './streams.service.js';

@ApiTags('live')
@Unattended()
@Controller()
export class StreamsController {
  constructor(private readonly streams: StreamsService) {}

  /**
   * Hints about my money, as server-sent events without content: ask again for what the page shows. `hello` once
   * connected, and whenever something may have been missed; `wallet`: my balance has changed; `reward`: a tip that I
   * gave or received has changed its state. At most about two of a kind a second.
   */
  @Get('live')
  @Access('user')
  @ApiProduces('text/event-stream')
  @ApiOkResponse({
    schema: { type: 'string', example: 'event: reward\ndata: {"id":"01937b1e-6f5c-7d2a"}\n\n' },
  })
  @Errors('overloaded')
  mine(@CurrentUser() asker: Asker, @Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    this.streams.openForUser(asker, request, reply);
  }

  /** Hints about an article's supporters, as server-sent events: `hello` as above, `supporters` when they change. */
  @Get('articles/:id/live')
  @Access('anyone')
  @ApiProduces('text/event-stream')
  @ApiOkResponse({ schema: { type: 'string', example: 'event: supporters\ndata: {}\n\n' } })
  @Errors('article_not_found', 'overloaded')
  ofArticle(
    @CurrentUser() asker: Asker | undefined,
    @Param('id') id: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    return this.streams.openForArticle(asker, id, request, reply);
  }
}
