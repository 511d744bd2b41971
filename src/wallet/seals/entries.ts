/** Each transfer in a seal: its id, then the digest of its content. In bytes. */
const ID_BYTES = 16;
const ENTRY_BYTES = 32;

/**
 * SQL for the entries of the transfers selected as `t`, in order of id. The text of a transfer is fixed for ever: a
 * column that is added to the table later is not in it, and a new version of the text needs a new version of seals. No
 * part but the last, the memo, can hold the separator. Times are whole microseconds since 1970, whatever the settings.
 */
export const ENTRIES_SQL = `
  string_agg(uuid_send(t.id) || substr(sha256(convert_to(concat_ws('|', t.id, t.kind, t.subject_id,
    coalesce(t.reward_id::text, ''), t.amount_fen,
    t.debit_account_id, coalesce(t.debit_owner_id::text, ''), coalesce(t.debit_posting::text, ''),
    coalesce(t.debit_balance_fen::text, ''),
    t.credit_account_id, coalesce(t.credit_owner_id::text, ''), coalesce(t.credit_posting::text, ''),
    coalesce(t.credit_balance_fen::text, ''),
    t.fee_fen, coalesce(t.counterparty_id::text, ''), (extract(epoch FROM t.created_time) * 1000000)::bigint,
    t.memo), 'UTF8')), 1, 16), ''::bytea ORDER BY t.id)`;

/** What became of a transfer since it was sealed. */
export interface EntryDifference {
  readonly transferId: string;
  readonly what: 'changed' | 'removed' | 'inserted';
}

/** Compares what was sealed with what is there now. */
export function compareEntries(sealed: Buffer, present: Buffer): EntryDifference[] {
  const before = readEntries(sealed);
  const now = readEntries(present);
  const differences: EntryDifference[] = [];
  for (const [transferId, digest] of before) {
    const current = now.get(transferId);
    if (current === undefined) differences.push({ transferId, what: 'removed' });
    else if (current !== digest) differences.push({ transferId, what: 'changed' });
  }
  for (const transferId of now.keys()) {
    if (!before.has(transferId)) differences.push({ transferId, what: 'inserted' });
  }
  return differences;
}

export function countEntries(entries: Buffer): number {
  return entries.length / ENTRY_BYTES;
}

/** Digests by id. */
function readEntries(entries: Buffer): Map<string, string> {
  const found = new Map<string, string>();
  for (let start = 0; start < entries.length; start += ENTRY_BYTES) {
    const id = entries.toString('hex', start, start + ID_BYTES);
    found.set(dashed(id), entries.toString('hex', start + ID_BYTES, start + ENTRY_BYTES));
  }
  return found;
}

function dashed(hex: string): string {
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
