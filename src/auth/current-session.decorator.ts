import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { RecentLoginRequired } from './auth.errors.js';

/** How long after a login what only its owner may do is done without asking for the password again. */
const RECENT_SECONDS = 600;

/** The session by which somebody asks. */
export interface AskedSession {
  readonly id: string;
  readonly userId: string;
  /** By how many factors its user was recognised: 1 or 2. */
  readonly factors: number;
  /** Seconds since it began, and since it was last used. */
  readonly age: number;
  readonly idle: number;
}

/** The parameter is the AskedSession; undefined for somebody anonymous, which only happens on `anyone` routes. */
export const CurrentSession = createParamDecorator(
  (_: unknown, context: ExecutionContext): AskedSession | undefined =>
    context.switchToHttp().getRequest<{ session?: AskedSession }>().session,
);

/**
 * Whoever asks has just given their password: a session that somebody left open, or a copied token, is not enough
 * (ASVS 5.0.0, 7.5.2). @throws RecentLoginRequired
 */
export function requireRecentLogin({ age }: AskedSession): void {
  if (age > RECENT_SECONDS) throw new RecentLoginRequired();
}
