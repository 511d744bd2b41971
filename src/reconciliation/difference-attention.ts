import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { execute, statement } from '../database/statement.js';
import { ATTENTION_LIMIT, type Attention, attentionOf } from '../http/attention.dto.js';

const OPEN_DAYS = statement<{ day: string; difference_count: number; time: Date }>(
  'reconciliation.open_days',
  `SELECT day::text AS day, difference_count, coalesce(fetched_time, day::timestamp AT TIME ZONE 'Asia/Shanghai') AS time
   FROM reconciliation WHERE difference_count > 0 ORDER BY reconciliation.day LIMIT $1`,
);

/** Days whose bill says otherwise than the books. */
@Injectable()
export class DifferenceAttention {
  constructor(@Inject(DataSource) private readonly dataSource: DataSource) {}

  async find(): Promise<Attention<'reconciliation_differences'>> {
    const rows = await execute(this.dataSource, OPEN_DAYS, [ATTENTION_LIMIT]);
    return attentionOf('reconciliation_differences', rows, ({ day, difference_count, time }) => ({
      id: day,
      time: time.toISOString(),
      text: String(difference_count),
      date: day,
    }));
  }
}
