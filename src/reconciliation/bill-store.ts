import { createHash } from 'node:crypto';
import type { DataSource, EntityManager } from 'typeorm';
import { execute, statement } from '../database/statement.js';
import { inTransaction } from '../database/transaction.js';
import type { BillRow } from './bill/bill.js';

/** Many rows go into the database together; so many at a time. */
const CHUNK = 2000;

const NOW = statement<{ now: string }>('reconciliation.now', 'SELECT now()::text AS now');

/** The database's clock, as text: what was booked before has an earlier time. */
export async function databaseNow(dataSource: DataSource): Promise<string> {
  const [row] = await execute(dataSource, NOW, []);
  return row?.now ?? '';
}

const OPEN = statement(
  'reconciliation.open',
  'INSERT INTO reconciliation (day) VALUES ($1) ON CONFLICT (day) DO NOTHING',
);

const FAIL = statement(
  'reconciliation.fail',
  `UPDATE reconciliation SET failure = $3, state = CASE WHEN fetched_time IS NULL THEN $2 ELSE state END WHERE day = $1`,
);

/** Writes down why there is no bill. One that was read before stays, and what it said. */
export async function recordFailure(
  dataSource: DataSource,
  day: string,
  state: 'unavailable' | 'failed',
  failure: string,
): Promise<void> {
  await execute(dataSource, OPEN, [day]);
  await execute(dataSource, FAIL, [day, state, failure]);
}

const LOCK = statement<{ rows_digest: Buffer | null; is_newer: boolean }>(
  'reconciliation.lock',
  `SELECT rows_digest, coalesce(asked_time > $2::timestamptz, false) AS is_newer
   FROM reconciliation WHERE day = $1 FOR UPDATE`,
);

const ASKED = statement(
  'reconciliation.asked',
  `UPDATE reconciliation SET asked_time = $2, failure = '' WHERE day = $1`,
);

const FETCHED = statement(
  'reconciliation.fetched',
  `UPDATE reconciliation SET state = 'fetched', rows_digest = $2, fetched_time = now(),
     payment_count = t.payments, refund_count = t.refunds, received_fen = t.received, refunded_fen = t.refunded,
     service_fee_fen = t.fee
   FROM (
     SELECT count(*) FILTER (WHERE kind = 'payment') AS payments, count(*) FILTER (WHERE kind = 'refund') AS refunds,
       coalesce(sum(received_fen) FILTER (WHERE kind = 'payment'), 0) AS received,
       coalesce(sum(received_fen) FILTER (WHERE kind = 'refund'), 0) AS refunded, coalesce(sum(fee_fen), 0) AS fee
     FROM bill_row WHERE day = $1
   ) AS t WHERE day = $1`,
);

const FORGET = statement('reconciliation.forget_rows', 'DELETE FROM bill_row WHERE day = $1');

const INSERT = statement(
  'reconciliation.insert_rows',
  `INSERT INTO bill_row (day, line, kind, trade_no, out_trade_no, out_request_no, amount_fen, received_fen, fee_fen,
     finished_time)
   SELECT $1, line, kind, trade_no, out_trade_no, out_request_no, amount_fen, received_fen, fee_fen, finished_time
   FROM json_to_recordset($2::json) AS r(line integer, kind text, trade_no text, out_trade_no text,
     out_request_no text, amount_fen bigint, received_fen bigint, fee_fen bigint, finished_time timestamptz)`,
);

/**
 * Keeps a day's bill; the same rows again change nothing. `askedTime`: the database's time before the bill was asked
 * for. Of two that are read at the same time the one that was asked for later stays.
 */
export async function storeBill(
  dataSource: DataSource,
  day: string,
  rows: readonly BillRow[],
  askedTime: string,
): Promise<void> {
  const records = rows.map(toRecord);
  const digest = createHash('sha256').update(JSON.stringify(records)).digest();
  await inTransaction(dataSource, async (tx) => {
    await execute(tx, OPEN, [day]);
    const [before] = await execute(tx, LOCK, [day, askedTime]);
    if (!before || before.is_newer) return;
    await execute(tx, ASKED, [day, askedTime]);
    if (!before.rows_digest?.equals(digest)) await replaceRows(tx, day, records, digest);
  });
}

type Record = ReturnType<typeof toRecord>;

async function replaceRows(
  tx: EntityManager,
  day: string,
  records: readonly Record[],
  digest: Buffer,
): Promise<void> {
  await execute(tx, FORGET, [day]);
  for (let from = 0; from < records.length; from += CHUNK) {
    await execute(tx, INSERT, [day, JSON.stringify(records.slice(from, from + CHUNK))]);
  }
  await execute(tx, FETCHED, [day, digest]);
}

function toRecord(row: BillRow, index: number) {
  return {
    line: index + 1,
    kind: row.kind,
    trade_no: row.tradeNo,
    out_trade_no: row.outTradeNo,
    out_request_no: row.outRequestNo,
    amount_fen: row.amountFen.toString(),
    received_fen: row.receivedFen.toString(),
    fee_fen: row.feeFen.toString(),
    finished_time: row.finishedTime.toISOString(),
  };
}
