import { api, ask } from '../../api/client.js';
import { isProblem } from '../../api/problem.js';
import type { RefundResult } from './refund-form.js';
import type { WantedDecision } from './reward.js';

/**
 * Decides about a refund that another administrator asked for.
 *
 * @param reason why it is declined
 * @returns what came of it; `decided` where somebody else was first
 * @throws Problem `refund_needs_another`, `refund_exceeds_paid`
 */
export async function decideProposal(
  { proposal, decision }: WantedDecision,
  reason: string,
): Promise<RefundResult | 'decided'> {
  const params = { path: { id: proposal.id } };
  try {
    if (decision === 'approve') return await ask(api.POST('/admin/refunds/{id}/approve', { params }));
    const body = { reason: reason.trim() };
    return await ask(api.POST('/admin/refunds/{id}/decline', { params, body }));
  } catch (error) {
    if (isProblem(error, 'refund_decided')) return 'decided';
    throw error;
  }
}
