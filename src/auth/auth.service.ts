import { Injectable } from '@nestjs/common';
import { RateLimiter } from '../limits/rate-limiter.js';
import type { User } from '../users/user.entity.js';
import { UsersService } from '../users/users.service.js';
import type { LogInRequest, RegisterRequest } from './auth.dto.js';
import { UserDeactivated } from './auth.errors.js';
import type { Client } from './client.decorator.js';
import { DeviceCookie } from './device-cookie.js';
import { Guesses, loginCounts } from './guesses.js';

/** Proving who somebody is: by a new account or by a password. */
@Injectable()
export class AuthService {
  constructor(
    private readonly users: UsersService,
    private readonly limiter: RateLimiter,
    private readonly guesses: Guesses,
    private readonly devices: DeviceCookie,
  ) {}

  /** @throws UsernameTaken, RateLimited */
  async register(request: RegisterRequest, { address }: Client): Promise<User> {
    await this.limiter.take('registration', address);
    return this.users.register(request);
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
}
