import { Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { UsersService } from '../users/users.service.js';
import type {
  ChangePasswordRequest,
  LogInRequest,
  PageSessionResponse,
  SessionResponse,
} from './auth.dto.js';
import { AuthService } from './auth.service.js';
import type { Client } from './client.decorator.js';
import { DeviceCookie } from './device-cookie.js';
import { Guesses } from './guesses.js';
import { SessionCookie } from './session-cookie.js';

/**
 * Beginning and ending sessions. Pages have the same token as everybody, in a cookie that no script can read. Whoever proves
 * who they are leaves a known device behind.
 */
@Injectable()
export class Sessions {
  constructor(
    private readonly auth: AuthService,
    private readonly users: UsersService,
    private readonly guesses: Guesses,
    private readonly cookie: SessionCookie,
    private readonly devices: DeviceCookie,
  ) {}

  /** The session of a program: it gets the token itself. @throws BadCredentials, RateLimited, UserDeactivated */
  async begin(request: LogInRequest, client: Client, reply: FastifyReply): Promise<SessionResponse> {
    const user = await this.auth.logIn(request, client);
    this.devices.write(reply, user);
    return this.auth.sessionOf(user);
  }

  /** The session of a page. @throws BadCredentials, RateLimited, UserDeactivated */
  async open(request: LogInRequest, client: Client, reply: FastifyReply): Promise<PageSessionResponse> {
    const found = await this.auth.logIn(request, client);
    const { token, user } = this.auth.sessionOf(found);
    this.cookie.write(reply, token);
    this.devices.write(reply, found);
    return { user };
  }

  /** Ends this browser's session; the token itself stays good for whoever has another copy. */
  close(reply: FastifyReply): void {
    this.cookie.clear(reply);
  }

  /** Ends every session of the user, in browsers and elsewhere. */
  async closeAll(userId: string, reply: FastifyReply): Promise<void> {
    const owner = await this.users.endSessions(userId);
    this.cookie.clear(reply);
    this.devices.write(reply, owner);
  }

  /** A new password, which ends every session of the user. @throws BadCredentials, RateLimited */
  async changePassword(userId: string, request: ChangePasswordRequest, reply: FastifyReply): Promise<void> {
    const { current_password: current, password } = request;
    const owner = await this.guesses.judge([{ limit: 'password', key: userId, forgives: true }], () =>
      this.users.changePassword(userId, current, password),
    );
    this.cookie.clear(reply);
    this.devices.write(reply, owner);
  }
}
