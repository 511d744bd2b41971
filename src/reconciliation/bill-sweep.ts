import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { execute, statement } from '../database/statement.js';
import { Reconciliation } from './reconciliation.service.js';

/**
 * The days whose bill is due: it is ready at 09:00 of the next day (33 hours after its beginning), the last seven of
 * them, from the day of the first order.
 */
const OPEN = statement(
  'reconciliation.open_due',
  `WITH bounds AS (
     SELECT (now() AT TIME ZONE 'Asia/Shanghai' - interval '33 hours')::date AS last,
       (SELECT (created_time AT TIME ZONE 'Asia/Shanghai')::date FROM reward ORDER BY id LIMIT 1) AS first
   )
   INSERT INTO reconciliation (day)
   SELECT d::date FROM bounds, generate_series(greatest(first, last - 6)::timestamp, last::timestamp, '1 day') AS d
   WHERE first IS NOT NULL
   ON CONFLICT (day) DO NOTHING`,
);

/**
 * A claim is a row whose next try has come; it moves an hour at most into the future, so that a day whose instance
 * dies comes due again. A bill that was fetched before its day was over (33 hours) is fetched once more.
 */
const CLAIM = statement<{ day: string }>(
  'reconciliation.claim',
  `UPDATE reconciliation SET try_count = least(try_count + 1, 1000),
     next_try_time = now() + least(try_count + 1, 6) * interval '10 minutes'
   WHERE day = (
     SELECT day FROM reconciliation
     WHERE next_try_time <= now() AND day BETWEEN (now() AT TIME ZONE 'Asia/Shanghai' - interval '33 hours')::date - 6
         AND (now() AT TIME ZONE 'Asia/Shanghai' - interval '33 hours')::date
       AND (state <> 'fetched' OR asked_time < (day::timestamp + interval '33 hours') AT TIME ZONE 'Asia/Shanghai')
     ORDER BY day LIMIT 1 FOR UPDATE SKIP LOCKED)
   RETURNING day::text`,
);

/** Fetches the bills that are due, oldest first; any number of instances may do so at once. */
@Injectable()
export class BillSweep {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    private readonly reconciliation: Reconciliation,
  ) {}

  /** @returns the days that were worked on. */
  async run(): Promise<string[]> {
    await execute(this.dataSource, OPEN, []);
    const days: string[] = [];
    for (;;) {
      const [claimed] = await execute(this.dataSource, CLAIM, []);
      if (!claimed) return days;
      await this.reconciliation.reconcile(claimed.day);
      days.push(claimed.day);
    }
  }
}
