import type { DataSource } from 'typeorm';
import { execute, statement } from '../database/statement.js';
import { type DayRange, daysOf } from '../http/day-range.dto.js';

const EARNINGS = statement<{ day: string; amount_fen: string }>(
  'wallet.earnings',
  `SELECT day::text AS day, amount_fen FROM daily_earning
   WHERE owner_id = $1 AND day BETWEEN $2::date AND $3::date`,
);

/** What somebody earned on a day, in fen; refunds are taken off the day of their tip. */
export interface EarningOfDay {
  readonly day: string;
  readonly amountFen: bigint;
}

/** The owner's earnings on each day of the range, oldest first. Costs a row a day, however many tips there were. */
export async function findEarnings(
  dataSource: DataSource,
  ownerId: string,
  range: DayRange,
): Promise<EarningOfDay[]> {
  const rows = await execute(dataSource, EARNINGS, [ownerId, range.from, range.to]);
  const earned = new Map(rows.map(({ day, amount_fen }) => [day, BigInt(amount_fen)]));
  return daysOf(range).map((day) => ({ day, amountFen: earned.get(day) ?? 0n }));
}
