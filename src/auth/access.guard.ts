import { type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { AuthGuard } from '@nestjs/passport';
import { ACCESS, type Audience } from './access.decorator.js';
import { Forbidden, Unauthenticated, UserDeactivated } from './auth.errors.js';
import type { Asker } from './current-user.decorator.js';
import { JwtStrategy } from './jwt.strategy.js';

interface AskedRequest {
  headers: { authorization?: string };
  user?: Asker;
}

/** Lets a request through to its route, or not; guards every route of the server. */
@Injectable()
export class AccessGuard extends AuthGuard() {
  constructor(
    private readonly reflector: Reflector,
    strategy: JwtStrategy,
  ) {
    super({ defaultStrategy: strategy.registeredName });
  }

  override async canActivate(context: ExecutionContext): Promise<boolean> {
    const audience = this.audienceOf(context);
    if (audience === undefined) throw new Forbidden();
    const request = context.switchToHttp().getRequest<AskedRequest>();
    if (audience === 'alipay' || (audience === 'anyone' && !request.headers.authorization)) return true;

    await super.canActivate(context);
    if (audience === 'admin' && request.user?.role !== 'admin') throw new Forbidden();
    return true;
  }

  /** Passport's outcome: the asker, or undefined where `anyone` may ask; everything else is an error. */
  override handleRequest<User>(
    error: unknown,
    asker: User | false,
    _: unknown,
    context: ExecutionContext,
  ): User {
    const anonymous = this.audienceOf(context) === 'anyone';
    if (error && !(anonymous && error instanceof UserDeactivated)) throw error as Error;
    if (asker) return asker;
    if (anonymous) return undefined as User;
    throw new Unauthenticated();
  }

  private audienceOf(context: ExecutionContext): Audience | undefined {
    return this.reflector.getAllAndOverride<Audience | undefined>(ACCESS, [
      context.getHandler(),
      context.getClass(),
    ]);
  }
}
