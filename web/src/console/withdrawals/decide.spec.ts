import { beforeEach, describe, expect, it, vi } from 'vitest';
import { decide } from './decide.js';
import { decisionsFor } from './withdrawal.js';

const { POST } = vi.hoisted(() => ({ POST: vi.fn() }));
vi.mock('../../api/client.js', async (original) => ({ ...(await original<object>()), api: { POST } }));

const seen = { id: 'w1', revision: 3 };

beforeEach(() => {
  POST.mockReset().mockResolvedValue({ data: { id: 'w1', revision: 4 }, response: new Response() });
});

function refuse(status: number, code: string): void {
  POST.mockResolvedValueOnce({ error: { code }, response: new Response(null, { status }) });
}

describe('a decision', () => {
  it.each([
    ['approve', '', '/admin/withdrawals/{id}/approve', { revision: 3 }],
    ['reject', ' 户名不符 ', '/admin/withdrawals/{id}/reject', { revision: 3, reason: '户名不符' }],
    ['payByHand', ' 2026-1 ', '/admin/withdrawals/{id}/pay-by-hand', { revision: 3, proof: '2026-1' }],
  ] as const)('to %s is about the revision that was seen', async (decision, text, route, body) => {
    expect(await decide(seen, decision, text)).toMatchObject({ kind: 'done', story: { revision: 4 } });
    expect(POST).toHaveBeenCalledExactlyOnceWith(route, { params: { path: { id: 'w1' } }, body });
  });

  it.each(['withdrawal_changed', 'withdrawal_state'])('finds out that it came too late: %s', async (code) => {
    refuse(409, code);
    expect(await decide(seen, 'approve', '')).toEqual({ kind: 'changed' });
  });

  it('is refused for other reasons as everything is', async () => {
    refuse(400, 'invalid_input');
    await expect(decide(seen, 'payByHand', '')).rejects.toMatchObject({ code: 'invalid_input' });
  });
});

describe('what can be decided', () => {
  it('is to approve or to reject what was requested', () => {
    expect(decisionsFor({ status: 'requested', next_try_time: null })).toEqual(['approve', 'reject']);
  });

  it('is not to pay by hand what is going to be paid by itself', () => {
    expect(decisionsFor({ status: 'approved', next_try_time: '2026-11-22T08:00:00.000Z' })).toEqual([
      'reject',
    ]);
    expect(decisionsFor({ status: 'approved', next_try_time: null })).toContain('payByHand');
  });

  it.each(['sending', 'paid', 'rejected', 'failed', 'returned'] as const)(
    'is nothing where it is %s',
    (status) => {
      expect(decisionsFor({ status, next_try_time: null })).toEqual([]);
    },
  );
});
