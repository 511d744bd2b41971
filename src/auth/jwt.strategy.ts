import type { IncomingHttpHeaders } from 'node:http';
import { Inject, Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import passport from 'passport';
import { ExtractJwt, Strategy } from 'passport-jwt';
import { uuidv7 } from 'uuidv7';
import { CONFIG, type Config } from '../config/config.js';
import { UserDeactivated } from './auth.errors.js';
import type { Asker } from './current-user.decorator.js';
import type { AskedSession } from './current-session.decorator.js';
import { SessionCookie } from './session-cookie.js';
import { SessionStore } from './session-store.js';
import { TOKEN_ALGORITHM, TOKEN_AUDIENCE, TOKEN_ISSUER, type TokenPayload } from './tokens.js';

/** `Authorization: Bearer TOKEN`, or `jwt TOKEN` as the tutorial's client sends it; the scheme in any case. */
const tokenInHeader = ExtractJwt.fromExtractors([
  ExtractJwt.fromAuthHeaderAsBearerToken(),
  ExtractJwt.fromAuthHeaderWithScheme('jwt'),
]);

/** Checks a token and finds its session and its user. */
@Injectable()
export class JwtStrategy extends PassportStrategy(Strategy) {
  /** Passport keeps strategies by name for the whole process, where two servers may run (in tests they do). */
  readonly registeredName = `jwt-${uuidv7()}`;

  constructor(
    @Inject(CONFIG) { auth }: Config,
    private readonly sessions: SessionStore,
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
      audience: TOKEN_AUDIENCE,
      passReqToCallback: true,
    });
    passport.use(this.registeredName, this);
  }

  /** Adds the session to the request. @returns undefined where the session is over. @throws UserDeactivated */
  async validate(
    request: { session?: AskedSession },
    { sub, sid }: TokenPayload,
  ): Promise<Asker | undefined> {
    const found = await this.sessions.find(sid);
    if (found?.user_id !== sub) return undefined;
    const {
      id,
      user_id: userId,
      is_active: isActive,
      factors,
      age,
      idle,
      username,
      nickname,
      avatar,
      role,
    } = found;
    if (!isActive) throw new UserDeactivated();
    request.session = { id, userId, factors, age, idle };
    return { id: userId, username, nickname, avatar, role };
  }
}
