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
