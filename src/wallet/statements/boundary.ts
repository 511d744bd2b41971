import type { DataSource, EntityManager } from 'typeorm';
import { execute, statement } from '../../database/statement.js';

/**
 * How far two postings of one account may be out of the order of their times, in seconds: a posting carries the time
 * its transaction began, and no transaction lasts longer.
 */
const DISORDER_SECONDS = 120;

/** The last posting of which a binary search finds that it comes before the time `at`: some twenty index look-ups. */
const searchSql = (name: string, at: string) => `${name}(low, high) AS (
    SELECT 0::bigint, posting_count + 1 FROM own
    UNION ALL
    SELECT CASE WHEN t.created_time < ${at} THEN middle ELSE low END,
      CASE WHEN t.created_time < ${at} THEN high ELSE middle END
    FROM (SELECT low, high, (low + high) / 2 AS middle FROM ${name} WHERE high - low > 1) AS s,
    LATERAL (
      SELECT created_time FROM transfer
      WHERE credit_account_id = (SELECT id FROM own) AND credit_posting = middle
      UNION ALL
      SELECT created_time FROM transfer
      WHERE debit_account_id = (SELECT id FROM own) AND debit_posting = middle
    ) AS t
  )`;

/**
 * Both searches may land anywhere inside the disorder; the boundary lies between them and does not depend on where
 * they began, so that a month's end is the next one's beginning for ever.
 */
const BOUNDARY = statement<{ posting: string }>(
  'wallet.boundary',
  `WITH RECURSIVE own AS (SELECT id, posting_count FROM account WHERE owner_id = $1 AND kind = 'available'),
   ${searchSql('early', `$2::timestamptz - ${DISORDER_SECONDS} * interval '1 second'`)},
   ${searchSql('late', `$2::timestamptz + ${DISORDER_SECONDS} * interval '1 second'`)},
   range AS (SELECT (SELECT max(low) FROM early) AS first, (SELECT max(low) FROM late) AS last)
   SELECT coalesce(greatest(
     (SELECT first FROM range),
     (SELECT max(credit_posting) FROM transfer WHERE credit_account_id = (SELECT id FROM own)
       AND credit_posting BETWEEN (SELECT first FROM range) AND (SELECT last FROM range) AND created_time < $2),
     (SELECT max(debit_posting) FROM transfer WHERE debit_account_id = (SELECT id FROM own)
       AND debit_posting BETWEEN (SELECT first FROM range) AND (SELECT last FROM range) AND created_time < $2)
   ), 0) AS posting`,
);

/** The number of the last posting on the owner's balance before `time`; 0 where there is none. */
export async function lastPostingBefore(
  on: DataSource | EntityManager,
  ownerId: string,
  time: Date,
): Promise<bigint> {
  const [row] = await execute(on, BOUNDARY, [ownerId, time]);
  return BigInt(row?.posting ?? 0);
}
