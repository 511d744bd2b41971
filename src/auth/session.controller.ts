import { Body, Controller, Delete, Get, HttpCode, Post, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Errors } from '../errors/errors.decorator.js';
import { Access } from './access.decorator.js';
import { AskedSessionResponse, LogInRequest, PageSessionResponse } from './auth.dto.js';
import { type Client, FromClient } from './client.decorator.js';
import { type Asker, CurrentUser } from './current-user.decorator.js';
import { Sessions } from './sessions.js';

@ApiTags('users')
@Controller()
export class SessionController {
  constructor(private readonly sessions: Sessions) {}

  /** Who is logged in here; `user` is null where nobody is, which is no error. */
  @Get('session')
  @Access('anyone')
  read(@CurrentUser() asker: Asker | undefined): AskedSessionResponse {
    return { user: asker ?? null };
  }

  /** Log in a page of this site: the token goes into a cookie that no script can read. */
  @Post('session')
  @HttpCode(200)
  @Access('anyone')
  @Errors('bad_credentials', 'user_deactivated', 'rate_limited', 'overloaded')
  open(
    @Body() request: LogInRequest,
    @FromClient() client: Client,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PageSessionResponse> {
    return this.sessions.open(request, client, reply);
  }

  /** Log out this browser. */
  @Delete('session')
  @HttpCode(204)
  @Access('anyone')
  close(@Res({ passthrough: true }) reply: FastifyReply): void {
    this.sessions.close(reply);
  }

  /** Log out everywhere: every token issued to me so far is refused from now on. */
  @Delete('sessions')
  @HttpCode(204)
  @Access('user')
  closeAll(@CurrentUser() asker: Asker, @Res({ passthrough: true }) reply: FastifyReply): Promise<void> {
    return this.sessions.closeAll(asker.id, reply);
  }
}
