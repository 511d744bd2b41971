import { Injectable } from '@nestjs/common';
import { JwtService } from '@nestjs/jwt';
import type { FastifyReply } from 'fastify';
import { decodeCursor, type PageQuery, pageSize, toPage } from '../http/page.dto.js';
import { ID_PATTERN } from '../http/ids.js';
import { presentUser } from '../users/user.presenter.js';
import type { User } from '../users/user.entity.js';
import { UsersService } from '../users/users.service.js';
import type {
  ChangePasswordRequest,
  LogInRequest,
  OwnSessionPage,
  PageSessionResponse,
  RegisterRequest,
  SessionResponse,
} from './auth.dto.js';
import { SessionNotFound } from './auth.errors.js';
import { AuthService } from './auth.service.js';
import type { Client } from './client.decorator.js';
import { type AskedSession, requireRecentLogin } from './current-session.decorator.js';
import type { Asker } from './current-user.decorator.js';
import { DeviceCookie } from './device-cookie.js';
import { Guesses } from './guesses.js';
import { SessionCookie } from './session-cookie.js';
import { SessionStore } from './session-store.js';
import type { TokenPayload } from './tokens.js';

/**
 * Beginning and ending sessions. Programs get their token; pages have the same in a cookie that no script can read. Whoever
 * proves who they are by a password leaves a known device behind.
 */
@Injectable()
export class Sessions {
  constructor(
    private readonly auth: AuthService,
    private readonly users: UsersService,
    private readonly store: SessionStore,
    private readonly jwt: JwtService,
    private readonly guesses: Guesses,
    private readonly cookie: SessionCookie,
    private readonly devices: DeviceCookie,
  ) {}

  /** A new account and a session of a program. @throws UsernameTaken, RateLimited */
  async register(request: RegisterRequest, client: Client): Promise<SessionResponse> {
    const user = await this.auth.register(request, client);
    return { token: await this.beginFor({ user, factors: 1 }, client), user: presentUser(user) };
  }

  /** A new account and the session of a page. @throws UsernameTaken, RateLimited */
  async registerPage(
    request: RegisterRequest,
    client: Client,
    reply: FastifyReply,
  ): Promise<PageSessionResponse> {
    const user = await this.auth.register(request, client);
    this.cookie.write(reply, await this.beginFor({ user, factors: 1 }, client));
    this.devices.write(reply, user);
    return { user: presentUser(user) };
  }

  /** The session of a program: it gets the token itself. @throws as AuthService.logIn */
  async begin(request: LogInRequest, client: Client, reply: FastifyReply): Promise<SessionResponse> {
    const proved = await this.auth.logIn(request, client);
    this.devices.write(reply, proved.user);
    return { token: await this.beginFor(proved, client), user: presentUser(proved.user) };
  }

  /**
   * The session of a page, which ends the one that the page had `before`.
   * @throws as AuthService.logIn
   */
  async open(
    request: LogInRequest,
    client: Client,
    reply: FastifyReply,
    before: AskedSession | undefined,
  ): Promise<PageSessionResponse> {
    const proved = await this.auth.logIn(request, client);
    const token = await this.beginFor(proved, client);
    if (before) await this.store.end(before.id, before.userId);
    this.cookie.write(reply, token);
    this.devices.write(reply, proved.user);
    return { user: presentUser(proved.user) };
  }

  /** Ends the session by which somebody asks, if there is one: copies of its token are worth nothing any more. */
  async close(session: AskedSession | undefined, reply: FastifyReply): Promise<void> {
    if (session) await this.store.end(session.id, session.userId);
    this.cookie.clear(reply);
  }

  /** The good sessions of whoever asks, newest first. */
  async list(asker: Asker, current: AskedSession, query: PageQuery): Promise<OwnSessionPage> {
    const size = pageSize(query);
    const [before] = decodeCursor(query.cursor, [ID_PATTERN]) ?? [];
    const rows = await this.store.list(asker, before, size + 1);
    return toPage(
      rows,
      size,
      ({ id }) => [id],
      ({ id, created_time, used_time, address, client }) => ({
        id,
        created_time: created_time.toISOString(),
        used_time: used_time.toISOString(),
        address,
        client,
        is_current: id === current.id,
      }),
    );
  }

  /** Ends one session of whoever asks. @throws RecentLoginRequired, SessionNotFound */
  async closeOne(id: string, current: AskedSession): Promise<void> {
    requireRecentLogin(current);
    if (!(await this.store.end(id, current.userId))) throw new SessionNotFound();
  }

  /** Ends every session of the user, in browsers and elsewhere. @throws RecentLoginRequired */
  async closeAll(current: AskedSession, reply: FastifyReply): Promise<void> {
    requireRecentLogin(current);
    const owner = await this.users.endSessions(current.userId);
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

  /** A session for somebody who has proved by so many factors who they are. @returns its token */
  private async beginFor(
    { user, factors }: { user: User; factors: number },
    client: Client,
  ): Promise<string> {
    const payload: TokenPayload = { sub: user.id, sid: await this.store.begin(user, factors, client) };
    return this.jwt.sign(payload);
  }
}
