/** Something that waits for a human. */
export class AttentionItem {
  /** Of the order, refund, withdrawal or message; of a day's bill the day. */
  id: string;
  time: string;
  /** Yuan. @example "5.00" */
  money: string | null;
  /**
   * What it is about: an order's subject, a refund's reason, a withdrawal's status, how many differences a day has, a
   * message's outcome.
   * @example '打赏《用 NestJS 做打赏》'
   */
  text: string;
  reward_id: string | null;
  /** @example '01937b1e-6f5c-7d2a-9c3e-0f1a2b3c4d5e' */
  withdrawal_id: string | null;
  /** Which day's bill. @example "2026-11-21" */
  date: string | null;
  out_trade_no: string | null;
}

const MAX_COUNTED = 100;
const MAX_SHOWN = 5;

/** How many rows to ask for: one more than is counted, so that "more" is known. */
export const ATTENTION_LIMIT = MAX_COUNTED + 1;

/** Everything of one kind that waits; see AttentionGroup, where it is shown. */
export interface Attention<Kind extends string> {
  kind: Kind;
  count: number;
  more: boolean;
  items: AttentionItem[];
}

type Item = Pick<AttentionItem, 'id' | 'time' | 'text'> & Partial<AttentionItem>;

/** Makes a group of up to ATTENTION_LIMIT rows, oldest first. */
export function attentionOf<Kind extends string, Row>(
  kind: Kind,
  rows: readonly Row[],
  present: (row: Row) => Item,
): Attention<Kind> {
  const nothing = { money: null, reward_id: null, withdrawal_id: null, date: null, out_trade_no: null };
  return {
    kind,
    count: Math.min(rows.length, MAX_COUNTED),
    more: rows.length > MAX_COUNTED,
    items: rows.slice(0, MAX_SHOWN).map((row) => ({ ...nothing, ...present(row) })),
  };
}
