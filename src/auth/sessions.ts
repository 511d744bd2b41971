import { Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { UsersService } from '../users/users.service.js';
import type { ChangePasswordRequest, LogInRequest, PageSessionResponse } from './auth.dto.js';
import { AuthService } from './auth.service.js';
import { SessionCookie } from './session-cookie.js';

/** The sessions of pages: the same token as everybody's, in a cookie that no script can read. */
@Injectable()
export class Sessions {
  constructor(
    private readonly auth: AuthService,
    private readonly users: UsersService,
    private readonly cookie: SessionCookie,
  ) {}

  /** @throws BadCredentials, UserDeactivated */
  async open(request: LogInRequest, reply: FastifyReply): Promise<PageSessionResponse> {
    const { token, user } = await this.auth.logIn(request);
    this.cookie.write(reply, token);
    return { user };
  }

  /** Ends this browser's session; the token itself stays good for whoever has another copy. */
  close(reply: FastifyReply): void {
    this.cookie.clear(reply);
  }

  /** Ends every session of the user, in browsers and elsewhere. */
  async closeAll(userId: string, reply: FastifyReply): Promise<void> {
    await this.users.endSessions(userId);
    this.cookie.clear(reply);
  }

  /** A new password, which ends every session of the user. @throws BadCredentials */
  async changePassword(userId: string, request: ChangePasswordRequest, reply: FastifyReply): Promise<void> {
    await this.users.changePassword(userId, request.current_password, request.password);
    this.cookie.clear(reply);
  }
}
