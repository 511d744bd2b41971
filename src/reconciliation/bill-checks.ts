import type { Check } from '../wallet/ledger-check.js';
import { PAYMENT_PAIRS, REFUND_PAIRS, UNBILLED_PAYMENTS, UNBILLED_REFUNDS } from './pairs.js';

/**
 * Clearing per the bills: for every day whose bill is here, what it says was received and given back against what is
 * booked of it. What is booked and stands in no bill counts on the day it was booked.
 */
export const billChecks: readonly Check[] = [
  { name: 'bill_received', sql: byDay(PAYMENT_PAIRS, UNBILLED_PAYMENTS) },
  { name: 'bill_refunded', sql: byDay(REFUND_PAIRS, UNBILLED_REFUNDS) },
];

function byDay(pairs: string, unbilled: string): string {
  return `SELECT day AS subject, sum(there_fen) AS expected, sum(here_fen) AS actual FROM (
      SELECT day, received_fen AS there_fen, coalesce(here_fen, 0) AS here_fen FROM (${pairs}) AS p
      UNION ALL
      SELECT day, 0, here_fen FROM (${unbilled}) AS u
    ) AS sides GROUP BY day HAVING sum(there_fen) <> sum(here_fen)`;
}
