import { AppError } from '../errors/app-error.js';
import { WrongGuess } from '../users/users.errors.js';

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

/** The password was right, and the second factor is on: the login has to be repeated with a code. */
export class SecondFactorRequired extends AppError {
  constructor() {
    super('second_factor_required');
  }
}

/** A code of a second factor that is wrong, or was used before. */
export class BadCode extends WrongGuess {
  constructor() {
    super('bad_code');
  }
}

export class SecondFactorIsOn extends AppError {
  constructor() {
    super('second_factor_is_on');
  }
}

export class SecondFactorIsOff extends AppError {
  constructor() {
    super('second_factor_is_off');
  }
}

/** An administrator whose session began without the second factor that the server demands of them. */
export class SecondFactorMissing extends AppError {
  constructor() {
    super('second_factor_missing');
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
