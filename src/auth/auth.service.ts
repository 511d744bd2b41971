import { Injectable } from '@nestjs/common';
import { JwtService } from '@nestjs/jwt';
import { RateLimiter } from '../limits/rate-limiter.js';
import { presentUser } from '../users/user.presenter.js';
import type { User } from '../users/user.entity.js';
import { UsersService } from '../users/users.service.js';
import type { LogInRequest, RegisterRequest, SessionResponse } from './auth.dto.js';
import { UserDeactivated } from './auth.errors.js';
import type { Client } from './client.decorator.js';
import { DeviceCookie } from './device-cookie.js';
import { Guesses, loginCounts } from './guesses.js';
import type { TokenPayload } from './tokens.js';

/** Registering and logging in. */
@Injectable()
export class AuthService {
  constructor(
    private readonly users: UsersService,
    private readonly jwt: JwtService,
    private readonly limiter: RateLimiter,
    private readonly guesses: Guesses,
    private readonly devices: DeviceCookie,
  ) {}

  /** @throws UsernameTaken, RateLimited */
  async register(request: RegisterRequest, { address }: Client): Promise<SessionResponse> {
    await this.limiter.take('registration', address);
    return this.sessionOf(await this.users.register(request));
  }

  /** @throws BadCredentials, RateLimited, UserDeactivated (told only to somebody who knows the password) */
  async logIn({ username, password }: LogInRequest, { address, cookies }: Client): Promise<User> {
    const found = await this.users.findByUsername(username);
    const device = found ? this.devices.read(cookies, found) : undefined;
    // By the device where it is known: what comes from its neighbours is not its fault.
    await this.limiter.take('login_attempts', device ?? address);
    const user = await this.guesses.judge(loginCounts(username, address, device), () =>
      this.users.authenticate(found, password),
    );
    if (!user.isActive) throw new UserDeactivated();
    return user;
  }

  /** A token for somebody who has proved who they are. */
  sessionOf(user: User): SessionResponse {
    const payload: TokenPayload = { sub: user.id, ses: user.sessionNumber };
    return { token: this.jwt.sign(payload), user: presentUser(user) };
  }
}
