import type { DataSource } from 'typeorm';
import { execute, statement } from '../database/statement.js';
import type { DatabaseLimitName, Limit } from './limits.js';

/**
 * What is counted, as the database keeps it: always the same length, and nobody's name or address. `lower` is what makes
 * two user names the same (users_username), so whatever a name is spelled like, it has one count.
 */
const KEY = `sha256(convert_to(lower($2), 'UTF8'))`;

/** Takes a point where one is left, in one step: of any number at once as many get one as there are. */
const TAKE = statement(
  'limits.take',
  `INSERT INTO rate_count AS c (limit_name, key, taken, end_time)
   VALUES ($1, ${KEY}, 1, now() + make_interval(secs => $4))
   ON CONFLICT (limit_name, key) DO UPDATE SET
     taken = CASE WHEN c.end_time > now() THEN c.taken + 1 ELSE 1 END,
     end_time = CASE WHEN c.end_time > now() THEN c.end_time ELSE excluded.end_time END
   WHERE c.taken < $3 OR c.end_time <= now()
   RETURNING taken`,
);

const SECONDS_LEFT = statement<{ seconds: number }>(
  'limits.seconds_left',
  `SELECT ceil(extract(epoch FROM end_time - now()))::integer AS seconds
   FROM rate_count WHERE limit_name = $1 AND key = ${KEY}`,
);

const GIVE_BACK = statement(
  'limits.give_back',
  `UPDATE rate_count SET taken = greatest(taken - 1, 0) WHERE limit_name = $1 AND key = ${KEY}`,
);

const CLEAR = statement('limits.clear', `DELETE FROM rate_count WHERE limit_name = $1 AND key = ${KEY}`);

const FORGET = statement(
  'limits.forget',
  `DELETE FROM rate_count WHERE (limit_name, key) IN
     (SELECT limit_name, key FROM rate_count WHERE end_time <= now() FOR UPDATE SKIP LOCKED)
   RETURNING limit_name`,
);

/** Counts that all instances share. */
export class DatabaseCounts {
  constructor(private readonly dataSource: DataSource) {}

  /** @returns the seconds to wait where no point is left. */
  async take(name: DatabaseLimitName, { points, seconds }: Limit, key: string): Promise<number | undefined> {
    const taken = await execute(this.dataSource, TAKE, [name, key, points, seconds]);
    if (taken.length > 0) return undefined;
    const [left] = await execute(this.dataSource, SECONDS_LEFT, [name, key]);
    return Math.max(1, left?.seconds ?? 1);
  }

  async giveBack(name: DatabaseLimitName, key: string): Promise<void> {
    await execute(this.dataSource, GIVE_BACK, [name, key]);
  }

  async clear(name: DatabaseLimitName, key: string): Promise<void> {
    await execute(this.dataSource, CLEAR, [name, key]);
  }
}

/** Removes the counts that are over. Any number of instances may do it at once. @returns how many were removed. */
export async function forgetOldCounts(dataSource: DataSource): Promise<number> {
  return (await execute(dataSource, FORGET, [])).length;
}
