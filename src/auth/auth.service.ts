import { Injectable, Logger } from '@nestjs/common';
import { AppError } from '../errors/app-error.js';
import { RateLimiter } from '../limits/rate-limiter.js';
import type { User } from '../users/user.entity.js';
import { UsersService } from '../users/users.service.js';
import type { LogInRequest, RegisterRequest } from './auth.dto.js';
import { UserDeactivated } from './auth.errors.js';
import type { Client } from './client.decorator.js';
import { DeviceCookie } from './device-cookie.js';
import { Guesses, loginCounts } from './guesses.js';
import { SecondFactors } from './second-factor/second-factors.js';

/** Proving who somebody is: by a new account, or by a password and the second factor. */
@Injectable()
export class AuthService {
  private readonly logger = new Logger('Login');

  constructor(
    private readonly users: UsersService,
    private readonly limiter: RateLimiter,
    private readonly guesses: Guesses,
    private readonly devices: DeviceCookie,
    private readonly secondFactors: SecondFactors,
  ) {}

  /** @throws UsernameTaken, RateLimited */
  async register(request: RegisterRequest, { address }: Client): Promise<User> {
    await this.limiter.take('registration', address);
    return this.users.register(request);
  }

  /**
   * @returns who has logged in, and by how many factors
   * @throws BadCredentials, RateLimited; and, told only to somebody who knows the password: UserDeactivated, SecondFactorRequired,
   * BadCode
   */
  async logIn(request: LogInRequest, client: Client): Promise<{ user: User; factors: number }> {
    const found = await this.users.findByUsername(request.username);
    // The account, not the name that was typed: people type their passwords there.
    const line = { account: found?.id ?? null, ip: client.address };
    try {
      const proved = await this.prove(found, request, client);
      this.logger.log({ ...line, factors: proved.factors }, 'logged in');
      return proved;
    } catch (error) {
      if (error instanceof AppError) this.logger.warn({ ...line, code: error.code }, 'login refused');
      throw error;
    }
  }

  private async prove(
    found: User | null,
    { username, password, code }: LogInRequest,
    { address, cookies }: Client,
  ): Promise<{ user: User; factors: number }> {
    const device = found ? this.devices.read(cookies, found) : undefined;
    // By the device where it is known: what comes from its neighbours is not its fault.
    await this.limiter.take('login_attempts', device ?? address);
    const user = await this.guesses.judge(loginCounts(username, address, device), () =>
      this.users.authenticate(found, password),
    );
    if (!user.isActive) throw new UserDeactivated();
    return { user, factors: await this.secondFactors.demand(user.id, code) };
  }
}
