import { AppError, InvalidInput } from '../errors/app-error.js';

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

/** A secret that was guessed wrong: too many of these, and no more are checked. */
export abstract class WrongGuess extends AppError {}

export class BadCredentials extends WrongGuess {
  constructor() {
    super('bad_credentials');
  }
}

/** Whoever guesses tries this password first. */
export class WeakPassword extends InvalidInput {
  constructor() {
    super([{ field: 'password', text: 'weak_password' }]);
  }
}

export class LastAdmin extends AppError {
  constructor() {
    super('last_admin');
  }
}
