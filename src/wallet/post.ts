import type { EntityManager } from 'typeorm';
import { uuidv7 } from 'uuidv7';
import { type Command, executeAll, statement } from '../database/statement.js';
import { announcing, notifyAll } from '../live/announce.js';
import { type Announcement, pack } from '../live/announcement.js';
import { type Entry, type LockedAccount, type Side, book, earningsOf } from './book.js';
import { lockAccounts } from './locked-accounts.js';
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
  const accounts = movements.length === 0 ? [] : await lockAccounts(tx, movements);
  await executeAll(tx, posting(accounts, movements, announcements));
}

/**
 * What `post` writes, for a caller that has the accounts locked (`lockAccounts`) and writes it in the same transaction.
 * The accounts are changed as the movements change them.
 *
 * @throws InsufficientBalance as `post` does
 */
export function posting(
  accounts: readonly LockedAccount[],
  movements: readonly Movement[],
  announcements: readonly Announcement[],
): Command[] {
  if (movements.length === 0) return announcing(announcements);
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
  return [{ statement: WRITE, values: [...rows.map((list) => JSON.stringify(list)), ids, owners, payloads] }];
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
