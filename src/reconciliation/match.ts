import type { EntityManager } from 'typeorm';
import { execute, statement } from '../database/statement.js';
import {
  type Difference,
  type PairRow,
  type UnbilledRow,
  fromFee,
  fromPair,
  fromUnbilled,
  tidy,
} from './difference.js';
import { PAYMENT_PAIRS, REFUND_PAIRS, UNBILLED_PAYMENTS, UNBILLED_REFUNDS } from './pairs.js';

const differs = '(here_fen IS DISTINCT FROM there_fen OR here_fen IS DISTINCT FROM received_fen)';

const PAYMENTS = statement<PairRow>(
  'reconciliation.different_payments',
  `SELECT * FROM (${PAYMENT_PAIRS}) AS p WHERE day = $1 AND ${differs} ORDER BY line`,
);

const REFUNDS = statement<PairRow>(
  'reconciliation.different_refunds',
  `SELECT * FROM (${REFUND_PAIRS}) AS p WHERE day = $1 AND ${differs} ORDER BY line`,
);

const PAYMENTS_NOT_THERE = statement<UnbilledRow>(
  'reconciliation.unbilled_payments',
  `SELECT * FROM (${UNBILLED_PAYMENTS}) AS u WHERE day = $1`,
);

const REFUNDS_NOT_THERE = statement<UnbilledRow>(
  'reconciliation.unbilled_refunds',
  `SELECT * FROM (${UNBILLED_REFUNDS}) AS u WHERE day = $1`,
);

/** The fee is rounded half up to whole fen; the rate is in hundredths of a percent. */
const FEES = statement<PairRow & { expected_fen: string; fee_fen: string }>(
  'reconciliation.different_fees',
  `SELECT *, (there_fen * $2::bigint + 5000) / 10000 AS expected_fen FROM (${PAYMENT_PAIRS}) AS p
   WHERE day = $1 AND fee_fen <> (there_fen * $2::bigint + 5000) / 10000 ORDER BY line`,
);

const LOCK = statement<{ state: string }>(
  'reconciliation.lock_to_match',
  `SELECT state FROM reconciliation WHERE day = $1 FOR UPDATE`,
);

const FORGET = statement('reconciliation.forget_differences', 'DELETE FROM bill_difference WHERE day = $1');

const INSERT = statement(
  'reconciliation.insert_differences',
  `INSERT INTO bill_difference (day, position, kind, subject, out_trade_no, out_request_no, trade_no, reward_id, here, there)
   SELECT $1, position, kind, subject, out_trade_no, out_request_no, trade_no, reward_id, here, there
   FROM json_to_recordset($2::json) AS d(position integer, kind text, subject text, out_trade_no text,
     out_request_no text, trade_no text, reward_id uuid, here text, there text)`,
);

const COUNT = statement(
  'reconciliation.count_differences',
  'UPDATE reconciliation SET difference_count = $2 WHERE day = $1 AND difference_count <> $2',
);

/**
 * Compares a day's bill with the books and keeps what differs. The service fee is compared where the agreed rate is
 * given, in hundredths of a percent. Runs inside the caller's transaction.
 */
export async function matchDay(
  tx: EntityManager,
  day: string,
  serviceFeeRate: bigint | undefined,
): Promise<void> {
  const [row] = await execute(tx, LOCK, [day]);
  if (row?.state !== 'fetched') return;
  const found = await findDifferences(tx, day, serviceFeeRate);
  await execute(tx, FORGET, [day]);
  if (found.length > 0) {
    await execute(tx, INSERT, [day, JSON.stringify(found.map((one, position) => ({ ...one, position })))]);
  }
  await execute(tx, COUNT, [day, found.length]);
}

async function findDifferences(
  tx: EntityManager,
  day: string,
  rate: bigint | undefined,
): Promise<Difference[]> {
  const payments = await execute(tx, PAYMENTS, [day]);
  const refunds = await execute(tx, REFUNDS, [day]);
  const paymentsNotThere = await execute(tx, PAYMENTS_NOT_THERE, [day]);
  const refundsNotThere = await execute(tx, REFUNDS_NOT_THERE, [day]);
  const fees = rate === undefined ? [] : await execute(tx, FEES, [day, rate.toString()]);
  return tidy([
    ...payments.map((row) => fromPair('payment', row)),
    ...refunds.map((row) => fromPair('refund', row)),
    ...paymentsNotThere.map((row) => fromUnbilled('payment', row)),
    ...refundsNotThere.map((row) => fromUnbilled('refund', row)),
    ...fees.map((row) => fromFee(row, BigInt(row.expected_fen), BigInt(row.fee_fen))),
  ]);
}
