import { AppError } from '../errors/app-error.js';

/** No token, or one that is expired, forged, revoked or of a user who is not there. */
export class Unauthenticated extends AppError {
  constructor() {
    super('unauthenticated');
  }
}

export class UserDeactivated extends AppError {
  constructor() {
    super('user_deactivated');
  }
}

/** What only the account's owner may do, asked for long after the last login. */
export class RecentLoginRequired extends AppError {
  constructor() {
    super('recent_login_required');
  }
}

export class SessionNotFound extends AppError {
  constructor() {
    super('session_not_found');
  }
}

/** A request that changes something came with our cookie, but not provably from a page of ours. */
export class CrossSite extends AppError {
  constructor() {
    super('cross_site');
  }
}

export class Forbidden extends AppError {
  constructor() {
    super('forbidden');
  }
}
