import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Errors } from '../errors/errors.decorator.js';
import { PageQuery } from '../http/page.dto.js';
import { Access } from './access.decorator.js';
import {
  AskedSessionResponse,
  LogInRequest,
  OwnSessionPage,
  PageSessionResponse,
  RegisterRequest,
} from './auth.dto.js';
import { type Client, FromClient } from './client.decorator.js';
import { type AskedSession, CurrentSession } from './current-session.decorator.js';
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

  /** Log in a page of this site: the token goes into a cookie that no script can read. Ends the session before it. */
  @Post('session')
  @HttpCode(200)
  @Access('anyone')
  @Errors(
    'bad_credentials',
    'user_deactivated',
    'second_factor_required',
    'bad_code',
    'rate_limited',
    'overloaded',
  )
  open(
    @Body() request: LogInRequest,
    @FromClient() client: Client,
    @CurrentSession() before: AskedSession | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PageSessionResponse> {
    return this.sessions.open(request, client, reply, before);
  }

  /** Register in a page of this site: as `POST /users`, with the token in the cookie alone. */
  @Post('session/registration')
  @Access('anyone')
  @Errors('username_taken', 'rate_limited', 'overloaded')
  register(
    @Body() request: RegisterRequest,
    @FromClient() client: Client,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PageSessionResponse> {
    return this.sessions.registerPage(request, client, reply);
  }

  /** Log out here: the token with which this is asked, in the cookie or in the header, is refused from now on. */
  @Delete('session')
  @HttpCode(204)
  @Access('anyone')
  close(
    @CurrentSession() session: AskedSession | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    return this.sessions.close(session, reply);
  }

  /** Where I am logged in, newest first. */
  @Get('sessions')
  @Access('user')
  list(
    @CurrentUser() asker: Asker,
    @CurrentSession() current: AskedSession,
    @Query() query: PageQuery,
  ): Promise<OwnSessionPage> {
    return this.sessions.list(asker, current, query);
  }

  /** End one of my sessions, within ten minutes of logging in. */
  @Delete('sessions/:id')
  @HttpCode(204)
  @Access('user')
  @Errors('recent_login_required', 'session_not_found')
  closeOne(@CurrentSession() current: AskedSession, @Param('id') id: string): Promise<void> {
    return this.sessions.closeOne(id, current);
  }

  /** Log out everywhere, within ten minutes of logging in: every token issued to me so far is refused from now on. */
  @Delete('sessions')
  @HttpCode(204)
  @Access('user')
  @Errors('recent_login_required')
  closeAll(
    @CurrentSession() current: AskedSession,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    return this.sessions.closeAll(current, reply);
  }
}
