import { AppError } from '../errors/app-error.js';

export class UserNotFound extends AppError {
  constructor() {
    super('user_not_found');
  }
}

export class UsernameTaken extends AppError {
  constructor(options?: ErrorOptions) {
    super('username_taken', options);
  }
}

export class BadCredentials extends AppError {
  constructor() {
    super('bad_credentials');
  }
}

export class LastAdmin extends AppError {
  constructor() {
    super('last_admin');
  }
}
