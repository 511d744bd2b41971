import { Injectable } from '@nestjs/common';
import { JwtService } from '@nestjs/jwt';
import { presentUser } from '../users/user.presenter.js';
import type { User } from '../users/user.entity.js';
import { UsersService } from '../users/users.service.js';
import type { LogInRequest, RegisterRequest, SessionResponse } from './auth.dto.js';
import { UserDeactivated } from './auth.errors.js';
import type { TokenPayload } from './tokens.js';

/** Registering and logging in: both end with a token. */
@Injectable()
export class AuthService {
  constructor(
    private readonly users: UsersService,
    private readonly jwt: JwtService,
  ) {}

  /** @throws UsernameTaken */
  async register(request: RegisterRequest): Promise<SessionResponse> {
    return this.session(await this.users.register(request));
  }

  /** @throws BadCredentials, UserDeactivated (told only to somebody who knows the password) */
  async logIn({ username, password }: LogInRequest): Promise<SessionResponse> {
    const user = await this.users.authenticate(username, password);
    if (!user.isActive) throw new UserDeactivated();
    return this.session(user);
  }

  private session(user: User): SessionResponse {
    const payload: TokenPayload = { sub: user.id, ses: user.sessionNumber };
    return { token: this.jwt.sign(payload), user: presentUser(user) };
  }
}
