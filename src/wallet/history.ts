import type { DataSource } from 'typeorm';
import { execute, statement } from '../database/statement.js';
import type { TransferKind } from './movement.js';

/** One movement of a user's available balance, as the wallet shows it. */
export interface HistoryRow {
  id: string;
  kind: TransferKind;
  posting: string;
  amount_fen: string;
  balance_fen: string;
  fee_fen: string;
  reward_id: string | null;
  counterparty_id: string | null;
  memo: string;
  created_time: Date;
}

/** Newest first by the account's own posting number: two index ranges, the same cost at any length. */
const HISTORY = statement<HistoryRow>(
  'wallet.history',
  `WITH own AS (SELECT id FROM account WHERE owner_id = $1 AND kind = 'available')
   SELECT * FROM (
     (SELECT t.id, t.kind, credit_posting AS posting, amount_fen, credit_balance_fen AS balance_fen, fee_fen, reward_id,
        coalesce(counterparty_id, debit_owner_id) AS counterparty_id, memo, created_time
      FROM transfer t WHERE credit_account_id = (SELECT id FROM own) AND credit_posting < $2
      ORDER BY credit_posting DESC LIMIT $3)
     UNION ALL
     (SELECT t.id, t.kind, debit_posting, -amount_fen, debit_balance_fen, fee_fen, reward_id,
        coalesce(counterparty_id, nullif(credit_owner_id, $1)), memo, created_time
      FROM transfer t WHERE debit_account_id = (SELECT id FROM own) AND debit_posting < $2
      ORDER BY debit_posting DESC LIMIT $3)
   ) AS both_sides ORDER BY posting DESC LIMIT $3`,
);

const LAST_POSSIBLE_POSTING = '9223372036854775807';

/** Up to `limit` movements of the owner's balance before posting number `before`. */
export async function findHistory(
  dataSource: DataSource,
  ownerId: string,
  before: string = LAST_POSSIBLE_POSTING,
  limit: number,
): Promise<HistoryRow[]> {
  return execute(dataSource, HISTORY, [ownerId, before, limit]);
}
