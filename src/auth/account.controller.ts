import { Body, Controller, Get, HttpCode, Patch, Post, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Errors } from '../errors/errors.decorator.js';
import { UpdateUserRequest, UserResponse } from '../users/users.dto.js';
import { UsersService } from '../users/users.service.js';
import { Access } from './access.decorator.js';
import { ChangePasswordRequest, LogInRequest, RegisterRequest, SessionResponse } from './auth.dto.js';
import { type Client, FromClient } from './client.decorator.js';
import { type Asker, CurrentUser } from './current-user.decorator.js';
import { Sessions } from './sessions.js';

@ApiTags('users')
@Controller('users')
export class AccountController {
  constructor(
    private readonly users: UsersService,
    private readonly sessions: Sessions,
  ) {}

  /** Register: 409 `username_taken` where the name is in use in any case. */
  @Post()
  @Access('anyone')
  @Errors('username_taken', 'rate_limited', 'overloaded')
  register(@Body() request: RegisterRequest, @FromClient() client: Client): Promise<SessionResponse> {
    return this.sessions.register(request, client);
  }

  /** Log in: 401 `bad_credentials`, 401 `user_deactivated`, 401 `second_factor_required` where `code` is missing. */
  @Post('login')
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
  logIn(
    @Body() request: LogInRequest,
    @FromClient() client: Client,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SessionResponse> {
    return this.sessions.begin(request, client, reply);
  }

  /** Who am I. */
  @Get('me')
  @Access('user')
  me(@CurrentUser() asker: Asker): UserResponse {
    return asker;
  }

  /** Change my nickname or picture. */
  @Patch('me')
  @Access('user')
  update(@CurrentUser() asker: Asker, @Body() request: UpdateUserRequest): Promise<UserResponse> {
    return this.users.update(asker.id, request);
  }

  /** Change my password: 401 `bad_credentials` where the current one is wrong. Ends all my sessions. */
  @Post('me/password')
  @HttpCode(204)
  @Access('user')
  @Errors('bad_credentials', 'rate_limited', 'overloaded')
  changePassword(
    @CurrentUser() asker: Asker,
    @Body() request: ChangePasswordRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    return this.sessions.changePassword(asker.id, request, reply);
  }
}
