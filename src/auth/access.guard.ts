import { type ExecutionContext, Inject, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { AuthGuard } from '@nestjs/passport';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CONFIG, type Config } from '../config/config.js';
import { ACCESS, type Audience } from './access.decorator.js';
import {
  CrossSite,
  Forbidden,
  SecondFactorMissing,
  Unauthenticated,
  UserDeactivated,
} from './auth.errors.js';
import type { AskedSession } from './current-session.decorator.js';
import type { Asker } from './current-user.decorator.js';
import { JwtStrategy } from './jwt.strategy.js';
import { comesFromOwnPage } from './own-page.js';
import { SessionCookie } from './session-cookie.js';
import { SessionUses } from './session-uses.js';
import { UNATTENDED } from './unattended.decorator.js';

type AskedRequest = Pick<FastifyRequest, 'headers' | 'method'> & { user?: Asker; session?: AskedSession };

/** Lets a request through to its route, or not; guards every route of the server. */
@Injectable()
export class AccessGuard extends AuthGuard() {
  constructor(
    private readonly reflector: Reflector,
    strategy: JwtStrategy,
    private readonly cookie: SessionCookie,
    private readonly uses: SessionUses,
    @Inject(CONFIG) private readonly config: Config,
  ) {
    super({ defaultStrategy: strategy.registeredName });
  }

  override async canActivate(context: ExecutionContext): Promise<boolean> {
    const audience = this.audienceOf(context);
    if (audience === undefined) throw new Forbidden();
    if (audience === 'alipay') return true;
    const request = context.switchToHttp().getRequest<AskedRequest>();
    const byHeader = Boolean(request.headers.authorization);
    const byCookie = !byHeader && this.cookie.read(request.headers.cookie) !== undefined;
    if (audience === 'anyone' && !byHeader && !byCookie) return true;
    if (byCookie) this.admitCookie(request, context.switchToHttp().getResponse<FastifyReply>());

    await super.canActivate(context);
    if (request.session && !this.declared(UNATTENDED, context)) this.uses.note(request.session);
    if (audience === 'admin') this.admitAdministrator(request);
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

  /** @throws Forbidden, SecondFactorMissing */
  private admitAdministrator({ user, session }: AskedRequest): void {
    if (user?.role !== 'admin') throw new Forbidden();
    if (this.config.auth.adminsNeedSecondFactor && session?.factors !== 2) throw new SecondFactorMissing();
  }

  /**
   * Browsers send a cookie whoever made them ask, and caches do not know what it means, other than with Authorization
   * (RFC 9111, 3.5). @throws CrossSite
   */
  private admitCookie({ method, headers }: AskedRequest, reply: FastifyReply): void {
    const reads = method === 'GET' || method === 'HEAD';
    if (!reads && !comesFromOwnPage(headers, this.config.http.publicUrl)) throw new CrossSite();
    void reply.header('cache-control', 'no-store');
  }

  private audienceOf(context: ExecutionContext): Audience | undefined {
    return this.declared(ACCESS, context) as Audience | undefined;
  }

  /** What the route, or else its controller, declares under this key. */
  private declared(key: string, context: ExecutionContext): unknown {
    return this.reflector.getAllAndOverride<unknown>(key, [context.getHandler(), context.getClass()]);
  }
}
