import type { components } from '../../api/schema.js';
import { showYuan, toYuan } from '../../money.js';

export type LedgerDifference = components['schemas']['LedgerDifference'];

/** What a check is about: what its subject names, and what its two sides count. */
interface CheckMeaning {
  readonly subject: Subject;
  readonly unit: 'fen' | 'count' | 'text';
}
type Subject =
  | 'account'
  | 'transfer'
  | 'user'
  | 'reward'
  | 'refund'
  | 'article'
  | 'withdrawal'
  | 'day'
  | 'system'
  | 'seal';

const MEANINGS: Readonly<Record<string, CheckMeaning>> = {
  account_balance: { subject: 'account', unit: 'fen' },
  posting_count: { subject: 'account', unit: 'count' },
  running_balance: { subject: 'transfer', unit: 'fen' },
  unknown_account: { subject: 'transfer', unit: 'text' },
  overall_zero: { subject: 'system', unit: 'fen' },
  earned: { subject: 'user', unit: 'fen' },
  daily_earning: { subject: 'user', unit: 'fen' },
  reward_transfers: { subject: 'reward', unit: 'fen' },
  reward_refunds: { subject: 'reward', unit: 'fen' },
  refund_rows: { subject: 'reward', unit: 'text' },
  refund_proposals: { subject: 'refund', unit: 'text' },
  fees: { subject: 'reward', unit: 'fen' },
  transfer_subject: { subject: 'transfer', unit: 'text' },
  clearing: { subject: 'system', unit: 'fen' },
  suspense: { subject: 'system', unit: 'fen' },
  reward_count: { subject: 'article', unit: 'count' },
  withdrawing: { subject: 'user', unit: 'fen' },
  withdrawn: { subject: 'user', unit: 'fen' },
  withdrawal_transfers: { subject: 'withdrawal', unit: 'text' },
  withdrawal_subject: { subject: 'transfer', unit: 'text' },
  payouts: { subject: 'system', unit: 'fen' },
  bill_received: { subject: 'day', unit: 'fen' },
  bill_refunded: { subject: 'day', unit: 'fen' },
  sealed_transfers: { subject: 'transfer', unit: 'text' },
  seals: { subject: 'seal', unit: 'text' },
};

/** A difference as the page shows it. */
export interface Told {
  readonly check: string;
  readonly subject: Subject | undefined;
  readonly id: string;
  /** The page about it, where there is one. */
  readonly link: string | undefined;
  readonly expected: string;
  readonly actual: string;
}

const PAGES: Readonly<Partial<Record<Subject, string>>> = {
  reward: '/console/rewards/',
  withdrawal: '/console/withdrawals/',
  day: '/console/reconciliation/',
  article: '/p/',
};

/** What the recount found, with amounts in yuan; a check that the pages do not know is shown as the server says it. */
export function tellDifference({ check, subject: id, expected, actual }: LedgerDifference): Told {
  const meaning = MEANINGS[check];
  const page = meaning && PAGES[meaning.subject];
  const show = (side: string) => (meaning?.unit === 'fen' ? showFen(side) : side);
  return {
    check,
    subject: meaning?.subject,
    id,
    link: page && page + id,
    expected: show(expected),
    actual: show(actual),
  };
}

function showFen(text: string): string {
  return /^-?\d+$/.test(text) ? showYuan(toYuan(BigInt(text))) : text;
}
