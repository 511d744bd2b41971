import { formatYuan } from '../money/fen.js';
import type { PublicUserResponse } from '../users/users.dto.js';
import type { AdminWithdrawalResponse } from './withdrawal-administration.dto.js';
import type { WithdrawalRow } from './withdrawal-row.js';
import type { WithdrawalResponse } from './withdrawals.dto.js';

/** As its owner sees it. */
export function presentWithdrawal(row: WithdrawalRow): WithdrawalResponse {
  const { id, account, name, status, reason, revision } = row;
  return {
    id,
    amount: formatYuan(BigInt(row.amount_fen)),
    account,
    name,
    status,
    reason,
    revision,
    created_time: row.created_time.toISOString(),
    done_time: row.done_time?.toISOString() ?? null,
  };
}

/** As administrators see it. */
export function presentForAdmin(
  row: WithdrawalRow,
  people: ReadonlyMap<string, PublicUserResponse>,
): AdminWithdrawalResponse {
  return {
    ...presentWithdrawal(row),
    user: people.get(row.owner_id) ?? null,
    paid_by: row.paid_by,
    reference: row.reference,
    out_biz_no: payoutNo(row),
    next_try_time: row.next_try_time?.toISOString() ?? null,
  };
}

/** The withdrawal's own number at the provider, the same in every repetition. */
export function payoutNo({ id }: Pick<WithdrawalRow, 'id'>): string {
  return id.replaceAll('-', '');
}
