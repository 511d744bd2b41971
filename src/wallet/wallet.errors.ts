import { AppError } from '../errors/app-error.js';

/** A movement would make a balance negative. */
export class InsufficientBalance extends AppError {
  constructor() {
    super('insufficient_balance');
  }
}
