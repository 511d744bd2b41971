import { beforeEach, describe, expect, it, vi } from 'vitest';
import { decideProposal } from './decide-proposal.js';
import type { Proposal } from './reward.js';

const { POST } = vi.hoisted(() => ({ POST: vi.fn() }));
vi.mock('../../api/client.js', async (original) => ({ ...(await original<object>()), api: { POST } }));

const proposal = { id: 'p1' } as Proposal;
const params = { path: { id: 'p1' } };

beforeEach(() => {
  POST.mockReset().mockResolvedValue({ data: { status: 'done' }, response: new Response() });
});

describe('the decision about a refund of another administrator', () => {
  it('is to approve it', async () => {
    expect(await decideProposal({ proposal, decision: 'approve' }, '')).toEqual({ status: 'done' });
    expect(POST).toHaveBeenCalledExactlyOnceWith('/admin/refunds/{id}/approve', { params });
  });

  it('is to decline it, and why', async () => {
    await decideProposal({ proposal, decision: 'decline' }, ' 已经补偿 ');
    const body = { reason: '已经补偿' };
    expect(POST).toHaveBeenCalledExactlyOnceWith('/admin/refunds/{id}/decline', { params, body });
  });

  it('finds out that somebody else was first', async () => {
    const response = new Response(null, { status: 409 });
    POST.mockResolvedValueOnce({ error: { code: 'refund_decided' }, response });
    expect(await decideProposal({ proposal, decision: 'approve' }, '')).toBe('decided');
  });

  it('is refused to the one who asked for it', async () => {
    const response = new Response(null, { status: 409 });
    POST.mockResolvedValueOnce({ error: { code: 'refund_needs_another' }, response });
    await expect(decideProposal({ proposal, decision: 'approve' }, '')).rejects.toMatchObject({
      code: 'refund_needs_another',
    });
  });
});
