import { formatYuan } from '../money/fen.js';
import type { PublicUserResponse } from '../users/users.dto.js';
import type { HistoryRow } from './history.js';
import type { TransactionResponse } from './wallet.dto.js';

/** A movement as its owner sees it; `people` has those at the other end. */
export function presentTransaction(
  row: HistoryRow,
  people: ReadonlyMap<string, PublicUserResponse>,
): TransactionResponse {
  const amountFen = BigInt(row.amount_fen);
  const feeFen = BigInt(row.fee_fen);
  return {
    id: row.id,
    kind: row.kind,
    amount: formatYuan(amountFen),
    gross: formatYuan(amountFen < 0n ? amountFen - feeFen : amountFen + feeFen),
    fee: formatYuan(feeFen),
    balance_after: formatYuan(BigInt(row.balance_fen)),
    reward_id: row.reward_id,
    counterparty: (row.counterparty_id !== null && people.get(row.counterparty_id)) || null,
    memo: row.memo,
    created_time: row.created_time.toISOString(),
  };
}
