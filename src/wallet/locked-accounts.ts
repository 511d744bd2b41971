import type { EntityManager } from 'typeorm';
import { uuidv7 } from 'uuidv7';
import { execute, statement } from '../database/statement.js';
import type { AccountRef, UserAccountKind } from './accounts.js';
import type { LockedAccount } from './book.js';
import type { Movement } from './movement.js';

/** An account as the driver hands it over. */
export interface AccountRow {
  id: string;
  owner_id: string;
  kind: UserAccountKind;
  balance_fen: string;
  posting_count: string;
}

/** SQL that locks all accounts of some people in id order. `owners` is an expression of type uuid[]. */
export function lockingAccountsOf(owners: string): string {
  return `SELECT id, owner_id, kind, balance_fen, posting_count FROM account
   WHERE owner_id = ANY(${owners}) ORDER BY id FOR NO KEY UPDATE`;
}

const LOCK = statement<AccountRow>('wallet.lock_accounts', lockingAccountsOf('$1::uuid[]'));

const OPEN = statement(
  'wallet.open_accounts',
  `INSERT INTO account (id, owner_id, kind)
   SELECT id, owner_id, kind FROM json_to_recordset($1::json) AS a(id uuid, owner_id uuid, kind text)
   ORDER BY owner_id, kind
   ON CONFLICT (owner_id, kind) WHERE owner_id IS NOT NULL DO NOTHING`,
);

/**
 * All accounts of the owners involved, locked; a person's first movement opens the account that it needs.
 *
 * @param locked what the caller has locked before: usually all of it, and then nothing is asked
 */
export async function lockAccounts(
  tx: EntityManager,
  movements: readonly Movement[],
  locked?: readonly LockedAccount[],
): Promise<readonly LockedAccount[]> {
  const needed = neededAccounts(movements);
  const owners = [...new Set(needed.map(({ ownerId }) => ownerId))];
  const first = locked ?? (await lock(tx, owners));
  const there = new Set(first.map(keyOf));
  const missing = needed.filter((ref) => !there.has(keyOf(ref)));
  if (missing.length === 0) return first;
  const rows = missing.map(({ ownerId, kind }) => ({ id: uuidv7(), owner_id: ownerId, kind }));
  await execute(tx, OPEN, [JSON.stringify(rows)]);
  return lock(tx, owners);
}

async function lock(tx: EntityManager, owners: readonly string[]): Promise<LockedAccount[]> {
  return (await execute(tx, LOCK, [owners])).map(lockedAccount);
}

/** A locked row as `book` takes it. */
export function lockedAccount(row: AccountRow): LockedAccount {
  return {
    id: row.id,
    ownerId: row.owner_id,
    kind: row.kind,
    balanceFen: BigInt(row.balance_fen),
    postings: BigInt(row.posting_count),
    earnedFen: 0n,
  };
}

type UserAccountRef = Extract<AccountRef, { ownerId: string }>;

function neededAccounts(movements: readonly Movement[]): UserAccountRef[] {
  const needed = new Map<string, UserAccountRef>();
  const need = (ref: AccountRef) => {
    if ('ownerId' in ref) needed.set(keyOf(ref), ref);
  };
  for (const { kind, debit, credit } of movements) {
    need(debit);
    need(credit);
    if (kind === 'refund' && 'ownerId' in debit) need({ ownerId: debit.ownerId, kind: 'debt' });
  }
  return [...needed.values()];
}

function keyOf({ ownerId, kind }: { ownerId: string; kind: UserAccountKind }): string {
  return `${ownerId} ${kind}`;
}
