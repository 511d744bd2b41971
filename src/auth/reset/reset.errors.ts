import { AppError } from '../../errors/app-error.js';
import { WrongGuess } from '../../users/users.errors.js';

/** A code that is wrong, used, expired or somebody else's, or the name of nobody. */
export class BadResetCode extends WrongGuess {
  constructor() {
    super('bad_reset_code');
  }
}

/** An administrator's password does not come back by another administrator. */
export class ResetOfAdministrator extends AppError {
  constructor() {
    super('reset_of_administrator');
  }
}
