import { AppError } from '../errors/app-error.js';

/** No token, or one that is expired, forged or of a user who is not there. */
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

export class Forbidden extends AppError {
  constructor() {
    super('forbidden');
  }
}
