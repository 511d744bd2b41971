import { field, IsAbsentOr, IsLine, IsText } from '../http/fields.js';
import type { Page } from '../http/page.dto.js';
import { MAX_NICKNAME_LENGTH, UserResponse } from '../users/users.dto.js';

const USERNAME = /^[A-Za-z0-9_-]{3,32}$/;

/** A new account. */
export class RegisterRequest {
  /**
   * 3 to 32 letters, digits, underscores or hyphens; unique without regard to case.
   * @example 'ninghao'
   */
  @field('isUsername', { text: 'username' }, (value) => typeof value === 'string' && USERNAME.test(value))
  username: string;

  /**
   * 8 to 128 characters. Where weak ones are refused, as in production, neither one of the commonest nor one that is made of
   * nothing but words that everybody would try (the user's own name, this site's), digits and signs.
   * @example 'correct horse battery'
   */
  @IsText(8, 128)
  password: string;

  /**
   * The name shown to others, 1 to 50 characters; the user name when absent.
   * @example '宁皓'
   */
  @IsAbsentOr()
  @IsLine(1, MAX_NICKNAME_LENGTH)
  nickname?: string;
}

export class LogInRequest {
  /** @example 'ninghao' */
  @IsText(1, 200)
  username: string;

  /** @example 'correct horse battery' */
  @IsText(1, 200)
  password: string;

  /**
   * Six digits of the authenticator app, or a recovery code, where the second factor is on.
   * @example '123456'
   */
  @IsAbsentOr()
  @IsText(1, 64)
  code?: string;
}

export class ChangePasswordRequest {
  /** @example 'correct horse battery' */
  @IsText(1, 200)
  current_password: string;

  /**
   * 8 to 128 characters, and not a weak one, as when registering.
   * @example 'battery staple correct'
   */
  @IsText(8, 128)
  password: string;
}

/** Who is logged in; the token is in the cookie. */
export class PageSessionResponse {
  user: UserResponse;
}

/** Who is logged in, if anybody. */
export class AskedSessionResponse {
  user: UserResponse | null;
}

/** Who is logged in, and the token to say so: `Authorization: Bearer TOKEN`. */
export class SessionResponse {
  /** @example 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIwMTkzIn0.c2lnbmF0dXJl' */
  token: string;

  user: UserResponse;
}

/** A session as its owner sees it. */
export class OwnSessionResponse {
  /** @example '01937b1e-6f5c-7d2a-9c3e-0f1a2b3c4d5e' */
  id: string;

  /** When I logged in. */
  created_time: string;

  /** When it was last used, to the minute. */
  used_time: string;

  /**
   * The address, or the network, that the login came from.
   * @example '203.0.113.7'
   */
  address: string;

  /**
   * What the browser or the program called itself; empty where it did not.
   * @example 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X)'
   */
  client: string;

  /** Whether this is the one that asks. */
  is_current: boolean;
}

/** A page of my sessions, newest first. */
export class OwnSessionPage implements Page<OwnSessionResponse> {
  items: OwnSessionResponse[];

  /** Give it as `?cursor=` for the next page; null on the last one. */
  next_cursor: string | null;
}
