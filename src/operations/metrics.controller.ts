import { Controller, Get, Res } from '@nestjs/common';
import { ApiOkResponse, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Registry } from 'prom-client';
import { Access } from '../auth/access.decorator.js';

@ApiTags('operations')
@Controller('metrics')
export class MetricsController {
  constructor(private readonly registry: Registry) {}

  /** Counters and timings in Prometheus' text format. */
  @Get()
  @Access('anyone')
  @ApiProduces('text/plain')
  @ApiOkResponse({ schema: { type: 'string', example: 'zanshang_tips_created_total{channel="alipay"} 7' } })
  async read(@Res() reply: FastifyReply): Promise<void> {
    await reply.type(this.registry.contentType).send(await this.registry.metrics());
  }
}
