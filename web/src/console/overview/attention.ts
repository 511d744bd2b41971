import type { components } from '../../api/schema.js';

export type AttentionGroup = components['schemas']['AttentionGroup'];
export type AttentionItem = components['schemas']['AttentionItem'];
type Kind = AttentionGroup['kind'];

/** Where all of a kind are listed; nowhere where no list can be narrowed down to them. */
const LISTS: Readonly<Record<Kind, string | undefined>> = {
  pending_too_long: '/console/rewards?status=pending',
  refunds_unknown: undefined,
  withdrawals_waiting: '/console/withdrawals',
  reconciliation_differences: '/console/reconciliation',
  callbacks_refused: '/console/callbacks',
};

export function listOf(kind: Kind): string | undefined {
  return LISTS[kind];
}

/** The page where something is mended. */
export function placeOf(kind: Kind, item: AttentionItem): string {
  if (item.withdrawal_id !== null) return `/console/withdrawals/${item.withdrawal_id}`;
  if (item.date !== null) return `/console/reconciliation/${item.date}`;
  if (kind === 'callbacks_refused') {
    const of = item.out_trade_no ? `?out_trade_no=${encodeURIComponent(item.out_trade_no)}` : '';
    return `/console/callbacks${of}`;
  }
  return item.reward_id === null ? (LISTS[kind] ?? '/console/rewards') : `/console/rewards/${item.reward_id}`;
}

/** The group of words that an item's text is one of; undefined where it is a text to be shown as it is. */
export function wordsOf(kind: Kind): string | undefined {
  if (kind === 'withdrawals_waiting') return 'withdrawal';
  return kind === 'callbacks_refused' ? 'callback' : undefined;
}
