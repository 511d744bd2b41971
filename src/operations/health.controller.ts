import { Controller, Get, Res } from '@nestjs/common';
import { ApiOkResponse, ApiServiceUnavailableResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Access } from '../auth/access.decorator.js';
import { LivenessResponse, ReadinessResponse } from './health.dto.js';
import { Readiness } from './readiness.js';

@ApiTags('operations')
@Controller('health')
export class HealthController {
  constructor(private readonly readiness: Readiness) {}

  /** Whether the process is alive. Where this fails, restart it. */
  @Get('live')
  @Access('anyone')
  live(): LivenessResponse {
    return { status: 'ok' };
  }

  /** Whether the server can do its work: 503 where it cannot, and no requests should be sent to it. */
  @Get('ready')
  @Access('anyone')
  @ApiOkResponse({ type: ReadinessResponse })
  @ApiServiceUnavailableResponse({ type: ReadinessResponse, description: 'Some check failed' })
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<ReadinessResponse> {
    const answer = await this.readiness.check();
    reply.status(answer.status === 'ok' ? 200 : 503);
    return answer;
  }
}
