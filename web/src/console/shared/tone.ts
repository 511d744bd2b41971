/** How good or bad a state is, at a glance; the words beside it say the same. */
export type Tone = 'good' | 'bad' | 'waiting' | 'plain';

const TONES: Readonly<Record<string, Tone>> = {
  // rewards
  pending: 'waiting',
  paid: 'good',
  partially_refunded: 'plain',
  refunded: 'plain',
  closed: 'plain',
  // refunds
  done: 'good',
  refused: 'bad',
  awaiting: 'waiting',
  declined: 'plain',
  // withdrawals
  requested: 'waiting',
  approved: 'waiting',
  sending: 'waiting',
  rejected: 'plain',
  failed: 'bad',
  returned: 'bad',
  // bills
  fetched: 'good',
  unavailable: 'waiting',
};

/** The tone of the state of a reward, a refund, a withdrawal or a bill. */
export function toneOf(state: string): Tone {
  return TONES[state] ?? 'plain';
}
