import type { Client } from 'pg';
import { both } from '../config/config-error.js';
import { type Finding, right, wrong } from './finding.js';

/** What must not be off where `success` means that a payment is recorded for ever (PostgreSQL manual, 19.5). */
const SETTINGS = ['synchronous_commit', 'fsync', 'full_page_writes'];

/** Whether what was committed is there after a power failure. */
export async function examineDurability(client: Client): Promise<Finding[]> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT name FROM pg_settings WHERE name = ANY ($1) AND setting = 'off'`,
    [SETTINGS],
  );
  if (rows.length === 0)
    return [right(both(`${SETTINGS.join('、')} 均已开启`, `${SETTINGS.join(', ')} are on`))];
  return rows.map(({ name }) =>
    wrong(
      both(
        `${name} 关闭了：断电会丢失已确认的付款`,
        `${name} is off: a power failure loses acknowledged payments`,
      ),
      both(`把 ${name} 设为 on`, `set ${name} to on`),
    ),
  );
}
