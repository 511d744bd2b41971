import { AppError } from '../errors/app-error.js';

/** More than a limit allows. It says nothing but when to try again. */
export class RateLimited extends AppError {
  constructor(retryAfterSeconds: number) {
    super('rate_limited', { retryAfterSeconds });
  }
}
