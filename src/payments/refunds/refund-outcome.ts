import type { DataSource } from 'typeorm';
import { execute, statement } from '../../database/statement.js';
import { formatYuan } from '../../money/fen.js';
import type { RefundResult } from './refund.dto.js';
import type { RefundRow } from './refund-row.js';

/** What has become of a refund that was asked for, be it still a proposal. */
export interface RefundOutcome extends Pick<
  RefundRow,
  'id' | 'amount_fen' | 'status' | 'reason' | 'refusal'
> {
  awaits_approval: boolean;
}

const OUTCOME = statement<RefundOutcome>(
  'refunds.outcome',
  `SELECT id, amount_fen, status, reason, refusal, false AS awaits_approval FROM refund WHERE id = $1
   UNION ALL
   SELECT id, amount_fen, CASE status WHEN 'declined' THEN 'refused' ELSE 'pending' END, reason, decision_reason,
     status = 'awaiting'
   FROM refund_proposal WHERE id = $1 AND status <> 'approved'`,
);

export async function findOutcome(dataSource: DataSource, id: string): Promise<RefundOutcome> {
  const [outcome] = await execute(dataSource, OUTCOME, [id]);
  if (!outcome) throw new Error('a refund that was asked for is gone');
  return outcome;
}

export function presentOutcome(outcome: RefundOutcome): RefundResult {
  const { id, amount_fen, status, reason, refusal, awaits_approval } = outcome;
  return {
    id,
    money: formatYuan(BigInt(amount_fen)),
    status,
    reason: status === 'refused' ? refusal : reason,
    awaits_approval,
  };
}
