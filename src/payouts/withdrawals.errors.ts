import { AppError, InvalidInput } from '../errors/app-error.js';
import { formatYuan } from '../money/fen.js';

/** The balance would do, but too much of it is too young. */
export class NotWithdrawableYet extends AppError {
  constructor() {
    super('not_withdrawable_yet');
  }
}

/** Less than can be withdrawn at once. */
export class BelowMinimum extends InvalidInput {
  constructor(minFen: bigint) {
    super([{ field: 'amount', text: 'least_amount', params: { min: formatYuan(minFen) } }]);
  }
}

/** No withdrawal that the asker may see. */
export class WithdrawalNotFound extends AppError {
  constructor() {
    super('withdrawal_not_found');
  }
}

/** It has changed since the revision that the administrator saw. */
export class WithdrawalChanged extends AppError {
  constructor() {
    super('withdrawal_changed');
  }
}

/** Its state does not allow what was asked for. */
export class WithdrawalState extends AppError {
  constructor() {
    super('withdrawal_state');
  }
}
