import type { DataSource } from 'typeorm';
import { execute, statement } from '../database/statement.js';

/** Keys are promised to be kept for a day; the second one is for clients whose clocks and retries are late. */
const KEPT_HOURS = 48;

/** How many keys one statement removes, so that it holds its locks briefly. */
const BATCH_SIZE = 1000;

const FORGET = statement<{ resource_id: string }>(
  'payments.forget_idempotency_keys',
  `DELETE FROM idempotency_key WHERE (user_id, route, key) IN (
     SELECT user_id, route, key FROM idempotency_key WHERE created_time < now() - make_interval(hours => $1)
     ORDER BY created_time LIMIT $2 FOR UPDATE SKIP LOCKED)
   RETURNING resource_id`,
);

/** Removes old Idempotency-Keys. Any number of instances may do it at once. @returns how many were removed. */
export async function forgetOldKeys(dataSource: DataSource): Promise<number> {
  for (let total = 0; ;) {
    const removed = await execute(dataSource, FORGET, [KEPT_HOURS, BATCH_SIZE]);
    total += removed.length;
    if (removed.length < BATCH_SIZE) return total;
  }
}
