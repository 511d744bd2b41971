import type { DataSource } from 'typeorm';
import { execute, statement } from '../database/statement.js';
import { formatYuan } from '../money/fen.js';
import type { Difference } from './difference.js';
import type { ReconciliationResponse } from './reconciliation.dto.js';

interface DayRow {
  day: string;
  state: ReconciliationResponse['state'];
  failure: string;
  fetched_time: Date | null;
  payment_count: number;
  refund_count: number;
  received_fen: string;
  refunded_fen: string;
  service_fee_fen: string;
  difference_count: number;
}

const COLUMNS = `day::text AS day, state, failure, fetched_time, payment_count, refund_count, received_fen, refunded_fen,
  service_fee_fen, difference_count`;

const LIST = statement<DayRow>(
  'reconciliation.list',
  `SELECT ${COLUMNS} FROM reconciliation WHERE day < $1::date ORDER BY reconciliation.day DESC LIMIT $2`,
);

const BY_DAY = statement<DayRow>(
  'reconciliation.by_day',
  `SELECT ${COLUMNS} FROM reconciliation WHERE day = $1`,
);

const MAX_DIFFERENCES = 1000;

const DIFFERENCES = statement<Difference>(
  'reconciliation.differences',
  `SELECT kind, subject, out_trade_no, out_request_no, trade_no, reward_id, here, there
   FROM bill_difference WHERE day = $1 ORDER BY position LIMIT ${MAX_DIFFERENCES}`,
);

/** Days before `before`, newest first. */
export function listDays(dataSource: DataSource, before: string, limit: number): Promise<DayRow[]> {
  return execute(dataSource, LIST, [before, limit]);
}

export async function findDay(dataSource: DataSource, day: string): Promise<DayRow | undefined> {
  return (await execute(dataSource, BY_DAY, [day]))[0];
}

/** The first thousand. */
export function findDifferencesOf(dataSource: DataSource, day: string): Promise<Difference[]> {
  return execute(dataSource, DIFFERENCES, [day]);
}

export function presentDay(row: DayRow): ReconciliationResponse {
  const { day: date, state, failure, payment_count, refund_count, difference_count } = row;
  return {
    date,
    state,
    failure,
    fetched_time: row.fetched_time?.toISOString() ?? null,
    payment_count,
    refund_count,
    received: formatYuan(BigInt(row.received_fen)),
    refunded: formatYuan(BigInt(row.refunded_fen)),
    service_fee: formatYuan(BigInt(row.service_fee_fen)),
    difference_count,
  };
}
