import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { sendTip } from './send-tip.js';
import { type TipDraft, useTipOrder } from './tip-order.js';

const draft: TipDraft = { money: '5.00', message: '', channel: 'alipay', anonymous: false, hideAmount: true };
const CASHIER = 'http://localhost:3001/gateway.do?sign=x';

/** A server that answers one after the other; remembers what it was asked. */
function answering(...answers: { status?: number; body: unknown; location?: string }[]) {
  const requests: Request[] = [];
  vi.stubGlobal('fetch', (request: Request) => {
    requests.push(request);
    const { status = 201, body, location } = answers.shift()!;
    const headers = { 'Content-Type': 'application/json', ...(location && { Location: location }) };
    return Promise.resolve(new Response(JSON.stringify(body), { status, headers }));
  });
  return requests;
}

describe('a tip that is sent', () => {
  beforeEach(() => {
    localStorage.clear();
    sessionStorage.clear();
  });
  afterEach(() => {
    vi.unstubAllGlobals();
  });

  it('is to be paid at the address that the server signed', async () => {
    const [requests, order] = [answering({ body: CASHIER }), useTipOrder('reader', 'article')];
    expect(await sendTip('article', draft, order)).toEqual({ state: 'to_pay', url: CASHIER });
    expect(await requests[0]!.json()).toEqual({
      article_id: 'article',
      money: '5.00',
      message: '',
      anonymous: false,
      hide_amount: true,
    });
    expect(requests[0]!.headers.get('Idempotency-Key')).toBe(order.keyFor(draft));
  });

  it('is the same order when it is sent again', async () => {
    const [requests, order] = [
      answering({ body: CASHIER }, { body: CASHIER }),
      useTipOrder('reader', 'article'),
    ];
    await sendTip('article', draft, order);
    await sendTip('article', draft, order);
    expect(new Set(requests.map((request) => request.headers.get('Idempotency-Key'))).size).toBe(1);
  });

  it('is the same order when it is sent again after no answer came', async () => {
    const order = useTipOrder('reader', 'article');
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('network')));
    await expect(sendTip('article', draft, order)).rejects.toMatchObject({ code: 'unreachable' });
    const key = order.keyFor(draft);
    const requests = answering({ body: CASHIER });
    await sendTip('article', draft, order);
    expect(requests[0]!.headers.get('Idempotency-Key')).toBe(key);
  });

  it('is paid at once from balance, and the next one is another order', async () => {
    const order = useTipOrder('reader', 'article');
    const fromBalance: TipDraft = { ...draft, channel: 'balance' };
    const requests = answering({ body: '', location: '/rewards/1' }, { body: '', location: '/rewards/2' });
    expect(await sendTip('article', fromBalance, order)).toEqual({ state: 'paid' });
    await sendTip('article', fromBalance, order);
    expect(await requests[0]!.json()).toMatchObject({ type: 2 });
    expect(new Set(requests.map((request) => request.headers.get('Idempotency-Key'))).size).toBe(2);
  });

  it('is not paid twice where the earlier order was paid meanwhile', async () => {
    answering({ body: '', location: '/rewards/1' }, { status: 200, body: { status: 'paid' } });
    expect(await sendTip('article', draft, useTipOrder('reader', 'article'))).toEqual({ state: 'paid' });
  });

  it('becomes a new order where the earlier one expired', async () => {
    const requests = answering(
      { body: '', location: '/rewards/1' },
      { status: 200, body: { status: 'closed' } },
      { body: CASHIER, location: '/rewards/2' },
    );
    expect(await sendTip('article', draft, useTipOrder('reader', 'article'))).toEqual({
      state: 'to_pay',
      url: CASHIER,
    });
    expect(requests[1]!.url).toMatch(/\/rewards\/1$/);
    expect(requests[2]!.headers.get('Idempotency-Key')).not.toBe(requests[0]!.headers.get('Idempotency-Key'));
  });

  it('keeps its key where it is refused', async () => {
    const order = useTipOrder('reader', 'article');
    answering({ status: 503, body: { status: 503, code: 'payment_unavailable', detail: '支付暂不可用' } });
    const key = order.keyFor(draft);
    await expect(sendTip('article', draft, order)).rejects.toMatchObject({ code: 'payment_unavailable' });
    expect(order.keyFor(draft)).toBe(key);
  });
});
