import { beforeEach, describe, expect, it, vi } from 'vitest';
import { ref } from 'vue';
import { useRefundForm } from './refund-form.js';

const { POST } = vi.hoisted(() => ({ POST: vi.fn() }));
vi.mock('../../api/client.js', async (original) => ({ ...(await original<object>()), api: { POST } }));

const done = { id: 'r1', money: '5.00', status: 'done', reason: '误操作', awaits_approval: false };

beforeEach(() => {
  POST.mockReset().mockResolvedValue({ data: done, response: new Response(null, { status: 201 }) });
});

function open(leftFen = 500n) {
  const left = ref(leftFen);
  const refund = useRefundForm(ref('reward1'), left);
  refund.begin();
  refund.form.reason = ' 误操作 ';
  return { refund, left };
}

function sent(call: number): { key: string; body: unknown } {
  const options = POST.mock.calls[call]?.[1];
  return { key: options.params.header['Idempotency-Key'], body: options.body };
}

function refuse(status: number, code: string): void {
  POST.mockResolvedValueOnce({ error: { code }, response: new Response(null, { status }) });
}

describe('a refund', () => {
  it('of all that is left names the amount that was seen', async () => {
    const { refund } = open(393n);
    expect(await refund.send()).toEqual(done);
    expect(sent(0).body).toEqual({ money: '3.93', reason: '误操作' });
  });

  it('of a part names the part', async () => {
    const { refund } = open();
    Object.assign(refund.form, { isWhole: false, amount: ' 1.5 ' });
    expect(refund.isComplete.value).toBe(true);
    await refund.send();
    expect(sent(0).body).toEqual({ money: '1.5', reason: '误操作' });
  });

  it('cannot be sent without a reason, nor of more than is left', () => {
    const { refund } = open();
    refund.form.reason = '  ';
    expect(refund.isComplete.value).toBe(false);
    Object.assign(refund.form, { isWhole: false, amount: '5.01', reason: '误操作' });
    expect(refund.amountFault.value).toBe('too_much');
    expect(refund.isComplete.value).toBe(false);
  });

  it('has one key from the opening of the dialog, and another at the next opening', async () => {
    const { refund } = open();
    await refund.send();
    await refund.send();
    refund.begin();
    await refund.send();
    expect(sent(1).key).toBe(sent(0).key);
    expect(sent(2).key).not.toBe(sent(0).key);
  });

  it('is uncertain where no answer came, until one does', async () => {
    const { refund } = open();
    POST.mockRejectedValueOnce(new TypeError('network'));
    await expect(refund.send()).rejects.toMatchObject({ status: 0 });
    expect(refund.isUncertain.value).toBe(true);
    await refund.send();
    expect(refund.isUncertain.value).toBe(false);
  });

  it('is uncertain where the server failed at it', async () => {
    const { refund } = open();
    refuse(503, 'overloaded');
    await expect(refund.send()).rejects.toMatchObject({ code: 'overloaded' });
    expect(refund.isUncertain.value).toBe(true);
  });

  it('is refused for certain where somebody else was first', async () => {
    const { refund } = open();
    refuse(409, 'refund_exceeds_paid');
    await expect(refund.send()).rejects.toMatchObject({ code: 'refund_exceeds_paid' });
    expect(refund.isUncertain.value).toBe(false);
  });
});
