import { formatYuan } from '../money/fen.js';
import type { Callback } from './callback.entity.js';
import type { PublicUserResponse } from '../users/users.dto.js';
import type { HistoryEntry, RefundProposalResponse, RefundResponse } from './reward-administration.dto.js';
import type { ProposalRow } from './refunds/proposal.js';
import type { Refund } from './refund.entity.js';
import type { RewardEventRow } from './reward-event.entity.js';
import type { Reward } from './reward.entity.js';

/** Everything that happened to a reward, in order of time: its creation, state changes, messages and refunds. */
export function tellStory(
  reward: Reward,
  events: readonly RewardEventRow[],
  callbacks: readonly Callback[],
  refunds: readonly Refund[],
): HistoryEntry[] {
  const entries: HistoryEntry[] = [
    entry(reward.createdTime, 'reader', 'state_change', 'created', { money: formatYuan(reward.amountFen) }),
    ...events.map(({ time, source, kind, detail }) => entry(time, source, 'state_change', kind, detail)),
    ...callbacks.map(fromCallback),
    ...refunds.map((refund) => fromRefund(refund)),
  ];
  return entries.sort((a, b) => (a.time < b.time ? -1 : a.time > b.time ? 1 : 0));
}

export function presentRefund(refund: Refund): RefundResponse {
  return {
    id: refund.id,
    money: formatYuan(refund.amountFen),
    status: refund.status,
    reason: refund.reason,
    out_request_no: refund.outRequestNo,
    origin: refund.origin,
    created_time: refund.createdTime.toISOString(),
    done_time: refund.doneTime?.toISOString() ?? null,
  };
}

export function presentProposal(
  proposal: ProposalRow,
  people: ReadonlyMap<string, PublicUserResponse>,
): RefundProposalResponse {
  const { id, amount_fen, status, reason, admin_id, created_time, decided_by, decided_time } = proposal;
  return {
    id,
    money: formatYuan(BigInt(amount_fen)),
    status,
    reason,
    requested_by: people.get(admin_id) ?? null,
    created_time: created_time.toISOString(),
    decided_by: (decided_by !== null && people.get(decided_by)) || null,
    decided_time: decided_time?.toISOString() ?? null,
    decision_reason: proposal.decision_reason,
  };
}

function fromCallback({
  source,
  receivedTime,
  outcome,
  times,
  verified,
  tradeNo,
  params,
}: Callback): HistoryEntry {
  const detail = { times, verified, trade_no: tradeNo, trade_status: params.trade_status ?? '' };
  return entry(receivedTime, source, source === 'query' ? 'query' : 'callback', outcome, detail);
}

function fromRefund(refund: Refund): HistoryEntry {
  const { outRequestNo, amountFen, reason } = refund;
  const detail = { out_request_no: outRequestNo, money: formatYuan(amountFen), reason };
  return entry(refund.createdTime, refund.origin, 'refund', refund.status, detail);
}

function entry(
  time: Date,
  source: string,
  kind: HistoryEntry['kind'],
  outcome: string,
  detail: Record<string, unknown>,
): HistoryEntry {
  return { time: time.toISOString(), source, kind, outcome, detail };
}
