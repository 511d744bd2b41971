import { rewardChecks } from '../payments/reward-checks.js';
import { withdrawalChecks } from '../payouts/withdrawal-checks.js';
import { billChecks } from '../reconciliation/bill-checks.js';
import { type Check, ledgerChecks } from '../wallet/ledger-check.js';

/** Everything that must agree, for administrators, the nightly recount and `npm run books` alike. */
export const allChecks: readonly Check[] = [
  ...ledgerChecks,
  ...rewardChecks,
  ...withdrawalChecks,
  ...billChecks,
];
