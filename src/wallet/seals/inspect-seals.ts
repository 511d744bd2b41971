import type { KeyObject } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { execute, statement } from '../../database/statement.js';
import type { Difference } from '../ledger-check.js';
import { ENTRIES_SQL, compareEntries } from './entries.js';
import { NO_ID, NO_MAC, isMacOf, keyIdOf } from './seal.js';
import type { SealHead } from './seal-memory.js';

interface SealRow {
  number: string;
  after_id: string;
  upto_id: string;
  entries_digest: Buffer;
  sealed_time: Date;
  key_id: Buffer;
  mac: Buffer;
  /** Both only where they differ. */
  sealed: Buffer | null;
  present: Buffer | null;
}

/** A page of seals, each held against its range of the transfers: memory stays the same at any length. */
const PAGE = 200;

const SEALS = statement<SealRow>(
  'seals.inspect',
  `SELECT number, after_id, upto_id, sha256(entries) AS entries_digest, sealed_time, key_id, mac,
     CASE WHEN is_same THEN NULL ELSE entries END AS sealed, CASE WHEN is_same THEN NULL ELSE present END AS present
   FROM (
     SELECT s.*, n.present, s.entries = n.present AS is_same
     FROM (SELECT * FROM ledger_seal WHERE number > $1 ORDER BY number LIMIT ${PAGE}) AS s
     CROSS JOIN LATERAL (
       SELECT coalesce(${ENTRIES_SQL}, ''::bytea) AS present FROM transfer t
       WHERE t.id > s.after_id AND t.id <= s.upto_id
     ) AS n
   ) AS compared ORDER BY number`,
);

export interface SealInspection {
  readonly differences: Difference[];
  /** The newest seal, where there is one. */
  readonly head: SealHead | undefined;
}

interface Link {
  readonly number: bigint;
  readonly uptoId: string;
  readonly mac: Buffer;
}

/**
 * Holds every seal against the transfers it covers, and against the chain. Must run in a snapshot.
 * @param keys may be none: then the macs are not looked at, and only the careless are found.
 * @param known a seal that was there before and must still be.
 * @param limit how many differences are named
 */
export async function inspectSeals(
  tx: EntityManager,
  keys: readonly KeyObject[],
  known: SealHead | undefined,
  limit: number,
): Promise<SealInspection> {
  const differences: Difference[] = [];
  let last: Link = { number: 0n, uptoId: NO_ID, mac: NO_MAC };
  let isKnownThere = known === undefined;
  for (;;) {
    const page = await execute(tx, SEALS, [last.number]);
    for (const row of page) {
      differences.push(...changesIn(row), ...breaksIn(row, last, keys));
      last = { number: BigInt(row.number), uptoId: row.upto_id, mac: row.mac };
      if (known?.number === last.number && known.mac.equals(row.mac)) isKnownThere = true;
    }
    if (page.length < PAGE) break;
  }
  if (known && !isKnownThere) differences.push(broken(known.number, 'the seal that was seen before', 'gone'));
  return {
    differences: differences.slice(0, limit),
    head: last.number === 0n ? undefined : { number: last.number, mac: last.mac },
  };
}

function changesIn({ number, sealed, present }: SealRow): Difference[] {
  if (sealed === null || present === null) return [];
  return compareEntries(sealed, present).map(({ transferId, what }) => ({
    check: 'sealed_transfers',
    subject: transferId,
    expected: `as sealed (${number})`,
    actual: what,
  }));
}

/** What is wrong with a seal itself, or with its place in the chain. */
function breaksIn(row: SealRow, last: Link, keys: readonly KeyObject[]): Difference[] {
  const number = BigInt(row.number);
  const found: Difference[] = [];
  if (number !== last.number + 1n) found.push(broken(last.number + 1n, 'a seal', 'gone'));
  else if (row.after_id !== last.uptoId) found.push(broken(number, `after ${last.uptoId}`, row.after_id));
  if (keys.length === 0) return found;
  const key = keys.find((one) => keyIdOf(one).equals(row.key_id));
  const content = {
    number,
    previousMac: last.mac,
    afterId: row.after_id,
    uptoId: row.upto_id,
    entriesDigest: row.entries_digest,
    sealedTime: row.sealed_time,
  };
  if (!key) found.push(broken(number, 'sealed with LEDGER_SEAL_KEY', 'sealed with an unknown key'));
  else if (!isMacOf(key, content, row.mac)) found.push(broken(number, 'the mac of its content', 'another'));
  return found;
}

function broken(number: bigint, expected: string, actual: string): Difference {
  return { check: 'seals', subject: number.toString(), expected, actual };
}
