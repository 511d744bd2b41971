import type { EntityManager } from 'typeorm';
import { uuidv7 } from 'uuidv7';
import { execute, statement } from '../../database/statement.js';
import { recordEvents } from '../reward-history.js';
import type { RefundRow } from './refund-row.js';

/** What a notice without a refund number was booked as; see provider-refund.ts. */
const SUM_NUMBER = /^sum_\d+$/;

/** How far our clock and the provider's may be apart. */
const CLOCKS_APART_MS = 60_000;

/** A refund as a bill names it. Amount in fen. */
export interface NumberedRefund {
  readonly outRequestNo: string;
  readonly amountFen: bigint;
  readonly finishedTime: Date;
}

/** Whether a refund of this number is part of one that was booked as a sum. */
export function isAdopted(refunds: readonly RefundRow[], outRequestNo: string | undefined): boolean {
  return outRequestNo !== undefined && refunds.some(({ adopted }) => Object.hasOwn(adopted, outRequestNo));
}

/**
 * The row that was booked for this refund from a notice without a number: one of the same amount, or else one that it
 * is a part of: then it must have happened before that notice came. Pure.
 */
export function findAdopter(
  refunds: readonly RefundRow[],
  { amountFen, finishedTime }: NumberedRefund,
): RefundRow | undefined {
  const sums = refunds.filter(
    ({ status, origin, out_request_no }) =>
      status === 'done' && origin === 'gateway' && SUM_NUMBER.test(out_request_no),
  );
  const happenedBefore = ({ created_time }: RefundRow) =>
    finishedTime.getTime() <= created_time.getTime() + CLOCKS_APART_MS;
  return (
    sums.find((row) => leftFen(row) === amountFen) ??
    sums.find((row) => leftFen(row) > amountFen && happenedBefore(row))
  );
}

/** What of a sum no bill has named yet. */
function leftFen({ amount_fen, adopted }: RefundRow): bigint {
  return Object.values(adopted).reduce((left, fen) => left - BigInt(fen), BigInt(amount_fen));
}

const RENAME = statement('refunds.rename', 'UPDATE refund SET out_request_no = $2 WHERE id = $1');

const ADOPT = statement(
  'refunds.adopt',
  'UPDATE refund SET adopted = adopted || jsonb_build_object($2::text, $3::text) WHERE id = $1',
);

/** Gives a sum the bill's number; where it is only a part, notes it. No money moves. The reward must be locked. */
export async function adopt(tx: EntityManager, row: RefundRow, refund: NumberedRefund): Promise<void> {
  const { outRequestNo, amountFen } = refund;
  const isWhole = BigInt(row.amount_fen) === amountFen;
  if (isWhole) await execute(tx, RENAME, [row.id, outRequestNo]);
  else await execute(tx, ADOPT, [row.id, outRequestNo, amountFen.toString()]);
  const detail = {
    out_request_no: outRequestNo,
    booked_as: row.out_request_no,
    amount_fen: amountFen.toString(),
  };
  const event = { id: uuidv7(), rewardId: row.reward_id, source: 'bill', kind: 'refund_numbered', detail };
  await recordEvents(tx, [event]);
}
