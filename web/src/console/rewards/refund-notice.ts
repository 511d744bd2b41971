import { showYuan } from '../../money.js';
import type { Tone } from '../shared/tone.js';
import type { RefundResult } from './refund-form.js';

/** What came of a refund, as a text of the catalogue and what it names. */
export interface RefundNotice {
  readonly tone: Tone;
  readonly key: string;
  readonly values: { readonly money: string; readonly reason: string };
}

/** Pending is either: the gateway has not said, or a second administrator has to. */
export function noticeOf({ status, awaits_approval: awaits, money, reason }: RefundResult): RefundNotice {
  const values = { money: showYuan(money), reason };
  if (awaits) return { tone: 'waiting', key: 'console.refund.awaiting', values };
  const tone = { done: 'good', pending: 'waiting', refused: 'bad' } as const;
  return { tone: tone[status], key: `console.refund.${status}`, values };
}
