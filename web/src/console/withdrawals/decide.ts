import { api, ask } from '../../api/client.js';
import { isProblem } from '../../api/problem.js';
import type { Decision, WithdrawalStory } from './withdrawal.js';

/** What became of a decision: the withdrawal as it is now, or `changed` where it was not what had been seen. */
export type Decided =
  { readonly kind: 'done'; readonly story: WithdrawalStory } | { readonly kind: 'changed' };

/**
 * Decides about a withdrawal as it was seen.
 *
 * @param text the reason of a rejection, or the proof of a payment by hand
 * @throws Problem of any other refusal
 */
export async function decide(
  { id, revision }: Pick<WithdrawalStory, 'id' | 'revision'>,
  decision: Decision,
  text: string,
): Promise<Decided> {
  try {
    return { kind: 'done', story: await ask(send(id, revision, decision, text.trim())) };
  } catch (error) {
    if (isProblem(error, 'withdrawal_changed') || isProblem(error, 'withdrawal_state')) {
      return { kind: 'changed' };
    }
    throw error;
  }
}

function send(id: string, revision: number, decision: Decision, text: string) {
  const params = { path: { id } };
  switch (decision) {
    case 'approve':
      return api.POST('/admin/withdrawals/{id}/approve', { params, body: { revision } });
    case 'reject':
      return api.POST('/admin/withdrawals/{id}/reject', { params, body: { revision, reason: text } });
    case 'payByHand':
      return api.POST('/admin/withdrawals/{id}/pay-by-hand', { params, body: { revision, proof: text } });
  }
}
