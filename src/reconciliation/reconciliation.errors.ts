import { AppError } from '../errors/app-error.js';

/** Nobody has tried to reconcile that day. */
export class ReconciliationNotFound extends AppError {
  constructor() {
    super('reconciliation_not_found');
  }
}
