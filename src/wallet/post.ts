import type { EntityManager } from 'typeorm';
import { uuidv7 } from 'uuidv7';
import { execute, statement } from '../database/statement.js';
import { announce, notifyAll } from '../live/announce.js';
import { type Announcement, pack } from '../live/announcement.js';
import type { AccountRef, UserAccountKind } from './accounts.js';
import { type Entry, type LockedAccount, type Side, book, earningsOf } from './book.js';
import type { Movement } from './movement.js';

/**
 * Moves money: the one way into the ledger. Locks every user account involved in id order, applies the movements in
 * the given order, writes the new balances and one transfer a movement. Runs inside the caller's transaction, and
 * only callers that have locked their own rows (a reward, a refund) before may call it: rewards come before accounts.
 * Announces whose balances have changed, and what else the caller has to announce, in the statement that writes.
 *
 * @throws InsufficientBalance where a balance would become negative; the caller's transaction must then end.
 */
export async function post(
  tx: EntityManager,
  movements: readonly Movement[],
  announcements: readonly Announcement[] = [],
): Promise<void> {
  if (movements.length === 0) return announce(tx, announcements);
  const accounts = await lockAccounts(tx, movements);
  const entries = book(accounts, movements);
  const touched = new Set(entries.flatMap(({ debit, credit }) => [debit.accountId, credit.accountId]));
  const changed = accounts.filter(({ id }) => touched.has(id));
  const earnings = earningsOf(entries).map(({ ownerId, day, amountFen }) => ({
    owner_id: ownerId,
    day: day ?? null,
    amount_fen: amountFen.toString(),
  }));
  const rows = [changed.map(accountRow), entries.map(transferRow), earnings];
  const ids = changed.map(({ id }) => id);
  const owners = [...new Set(changed.map(({ ownerId }) => ownerId))];
  const wallets = changed.map(({ ownerId }) => ({ kind: 'wallet', ownerId }) as const);
  const payloads = pack([...wallets, ...announcements]);
  await execute(tx, WRITE, [...rows.map((list) => JSON.stringify(list)), ids, owners, payloads]);
}

const LOCK = statement<{
  id: string;
  owner_id: string;
  kind: UserAccountKind;
  balance_fen: string;
  posting_count: string;
}>(
  'wallet.lock_accounts',
  `SELECT id, owner_id, kind, balance_fen, posting_count FROM account
   WHERE owner_id = ANY($1::uuid[]) ORDER BY id FOR NO KEY UPDATE`,
);

const OPEN = statement(
  'wallet.open_accounts',
  `INSERT INTO account (id, owner_id, kind)
   SELECT id, owner_id, kind FROM json_to_recordset($1::json) AS a(id uuid, owner_id uuid, kind text)
   ORDER BY owner_id, kind
   ON CONFLICT (owner_id, kind) WHERE owner_id IS NOT NULL DO NOTHING`,
);

/** Locks all accounts of the owners involved; a person's first movement opens the account that it needs. */
async function lockAccounts(tx: EntityManager, movements: readonly Movement[]): Promise<LockedAccount[]> {
  const needed = neededAccounts(movements);
  const owners = [...new Set(needed.map(({ ownerId }) => ownerId))];
  const first = await lock(tx, owners);
  const missing = needed.filter(
    (ref) => !first.some((account) => account.ownerId === ref.ownerId && account.kind === ref.kind),
  );
  if (missing.length === 0) return first;
  const rows = missing.map(({ ownerId, kind }) => ({ id: uuidv7(), owner_id: ownerId, kind }));
  await execute(tx, OPEN, [JSON.stringify(rows)]);
  return lock(tx, owners);
}

async function lock(tx: EntityManager, owners: readonly string[]): Promise<LockedAccount[]> {
  const rows = await execute(tx, LOCK, [owners]);
  return rows.map((row) => ({
    id: row.id,
    ownerId: row.owner_id,
    kind: row.kind,
    balanceFen: BigInt(row.balance_fen),
    postings: BigInt(row.posting_count),
    earnedFen: 0n,
  }));
}

type UserAccountRef = Extract<AccountRef, { ownerId: string }>;

function neededAccounts(movements: readonly Movement[]): UserAccountRef[] {
  const needed = new Map<string, UserAccountRef>();
  const need = (ref: AccountRef) => {
    if ('ownerId' in ref) needed.set(`${ref.ownerId} ${ref.kind}`, ref);
  };
  for (const { kind, debit, credit } of movements) {
    need(debit);
    need(credit);
    if (kind === 'refund' && 'ownerId' in debit) need({ ownerId: debit.ownerId, kind: 'debt' });
  }
  return [...needed.values()];
}

const WRITE = statement(
  'wallet.write_transfers',
  `WITH change AS (
     SELECT * FROM json_to_recordset($1::json)
       AS c(id uuid, balance_fen bigint, posting_count bigint, earned_fen bigint)
   ), balances AS (
     UPDATE account SET balance_fen = change.balance_fen, posting_count = change.posting_count,
       earned_fen = account.earned_fen + change.earned_fen
     FROM change WHERE account.id = change.id AND account.id = ANY($4::uuid[])
       AND account.owner_id = ANY($5::uuid[])
   ), earnings AS (
     INSERT INTO daily_earning (owner_id, day, amount_fen)
     SELECT owner_id, coalesce(day, (now() AT TIME ZONE 'Asia/Shanghai')::date), sum(amount_fen)
     FROM json_to_recordset($3::json) AS e(owner_id uuid, day date, amount_fen bigint)
     GROUP BY 1, 2 ORDER BY 1, 2
     ON CONFLICT (owner_id, day) DO UPDATE SET amount_fen = daily_earning.amount_fen + excluded.amount_fen
   ), transfers AS (
     INSERT INTO transfer (id, kind, subject_id, reward_id, amount_fen,
       debit_account_id, debit_owner_id, debit_posting, debit_balance_fen,
       credit_account_id, credit_owner_id, credit_posting, credit_balance_fen, fee_fen, counterparty_id,
       hidden_from, memo)
     SELECT id, kind, subject_id, reward_id, amount_fen,
       debit_account_id, debit_owner_id, debit_posting, debit_balance_fen,
       credit_account_id, credit_owner_id, credit_posting, credit_balance_fen, fee_fen, counterparty_id,
       hidden_from, memo
     FROM json_to_recordset($2::json) AS t(id uuid, kind text, subject_id uuid, reward_id uuid, amount_fen bigint,
       debit_account_id uuid, debit_owner_id uuid, debit_posting bigint, debit_balance_fen bigint,
       credit_account_id uuid, credit_owner_id uuid, credit_posting bigint, credit_balance_fen bigint,
       fee_fen bigint, counterparty_id uuid, hidden_from uuid, memo text)
   )
   ${notifyAll('$6')}`,
);

function accountRow(account: LockedAccount): Record<string, string> {
  return {
    id: account.id,
    balance_fen: account.balanceFen.toString(),
    posting_count: account.postings.toString(),
    earned_fen: account.earnedFen.toString(),
  };
}

function transferRow({ movement, debit, credit }: Entry): Record<string, string | null> {
  return {
    id: uuidv7(),
    kind: movement.kind,
    subject_id: movement.subjectId,
    reward_id: movement.rewardId ?? null,
    amount_fen: movement.amountFen.toString(),
    ...sideColumns('debit', debit),
    ...sideColumns('credit', credit),
    fee_fen: (movement.feeFen ?? 0n).toString(),
    counterparty_id: movement.counterpartyId ?? null,
    hidden_from: movement.hiddenFrom ?? null,
    memo: movement.memo,
  };
}

function sideColumns(side: 'debit' | 'credit', { accountId, ownerId, posting, balanceFen }: Side) {
  return {
    [`${side}_account_id`]: accountId,
    [`${side}_owner_id`]: ownerId,
    [`${side}_posting`]: posting?.toString() ?? null,
    [`${side}_balance_fen`]: balanceFen?.toString() ?? null,
  };
}
