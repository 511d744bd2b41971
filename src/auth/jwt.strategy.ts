import type { IncomingHttpHeaders } from 'node:http';
import { Inject, Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import passport from 'passport';
import { ExtractJwt, Strategy } from 'passport-jwt';
import { uuidv7 } from 'uuidv7';
import { CONFIG, type Config } from '../config/config.js';
import { UsersService } from '../users/users.service.js';
import { UserDeactivated } from './auth.errors.js';
import type { Asker } from './current-user.decorator.js';
import { SessionCookie } from './session-cookie.js';
import { TOKEN_ALGORITHM, TOKEN_ISSUER, type TokenPayload } from './tokens.js';

/** `Authorization: Bearer TOKEN`, or `jwt TOKEN` as the tutorial's client sends it; the scheme in any case. */
const tokenInHeader = ExtractJwt.fromExtractors([
  ExtractJwt.fromAuthHeaderAsBearerToken(),
  ExtractJwt.fromAuthHeaderWithScheme('jwt'),
]);

/** Checks a token and finds its user. */
@Injectable()
export class JwtStrategy extends PassportStrategy(Strategy) {
  /** Passport keeps strategies by name for the whole process, where two servers may run (in tests they do). */
  readonly registeredName = `jwt-${uuidv7()}`;

  constructor(
    @Inject(CONFIG) { auth }: Config,
    private readonly users: UsersService,
    cookie: SessionCookie,
  ) {
    super({
      // The cookie counts only where there is no such header: as the guard has it, which checks where it came from.
      jwtFromRequest: (request: { headers: IncomingHttpHeaders }) =>
        request.headers.authorization
          ? tokenInHeader(request as Parameters<typeof tokenInHeader>[0])
          : (cookie.read(request.headers.cookie) ?? null),
      // A KeyObject is parsed once; the types know only strings and buffers.
      secretOrKey: auth.jwtSecret as unknown as Buffer,
      algorithms: [TOKEN_ALGORITHM],
      issuer: TOKEN_ISSUER,
    });
    passport.use(this.registeredName, this);
  }

  /** @returns undefined where the user is not there or has ended the session. @throws UserDeactivated */
  async validate({ sub, ses = 0 }: TokenPayload): Promise<Asker | undefined> {
    const found = await this.users.findAsker(sub);
    if (!found) return undefined;
    const { is_active: isActive, session_number: sessionNumber, ...asker } = found;
    if (!isActive) throw new UserDeactivated();
    return ses === sessionNumber ? asker : undefined;
  }
}
