import { type Attention, AttentionItem } from '../http/attention.dto.js';

type Kind =
  | 'pending_too_long'
  | 'refunds_unknown'
  | 'withdrawals_waiting'
  | 'reconciliation_differences'
  | 'callbacks_refused';

/** Everything of one kind that waits for a human. */
export class AttentionGroup implements Attention<Kind> {
  /**
   * - `pending_too_long`: orders that should have been closed five minutes ago;
   * - `refunds_unknown`: refunds whose outcome is not known after a minute;
   * - `withdrawals_waiting`: to be decided, to be paid by hand, or sent more than ten minutes ago with no outcome;
   * - `reconciliation_differences`: days whose bill says otherwise than the books;
   * - `callbacks_refused`: messages of the last 24 hours that were not verified, or not about an order of ours.
   */
  kind:
    | 'pending_too_long'
    | 'refunds_unknown'
    | 'withdrawals_waiting'
    | 'reconciliation_differences'
    | 'callbacks_refused';
  /** Counted up to 100. */
  count: number;
  /** There are more than that. */
  more: boolean;
  /** The oldest five, oldest first. */
  items: AttentionItem[];
}

/** All that waits for a human; every kind is there, also with nothing in it. */
export class AttentionResponse {
  groups: AttentionGroup[];
}
