import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type EffectScope, effectScope } from 'vue';
import { isPaymentReturn, usePaymentReturn } from './payment-return.js';

const SEARCH =
  '?charset=utf-8&out_trade_no=2026_x&total_amount=5.00&sign=a%2Fb%2Bc%3D%3D&timestamp=2026-11-22+08%3A00%3A00';
const REWARD = { id: '1', article: { id: 'article', title: '一篇文章' } };

type Answer = number | 'nothing';
let scope: EffectScope;

/** A server that answers one status after the other, and the addresses it was asked for. */
function answering(...statuses: Answer[]): string[] {
  const asked: string[] = [];
  vi.stubGlobal('fetch', (url: string) => {
    asked.push(url);
    const status = statuses.shift() ?? 'nothing';
    if (status === 'nothing') return Promise.reject(new TypeError('network'));
    return Promise.resolve(new Response(JSON.stringify({ message: '', reward: REWARD }), { status }));
  });
  return asked;
}

const comeBack = (search = SEARCH) => scope.run(() => usePaymentReturn(search))!;
const settle = () => vi.advanceTimersByTimeAsync(0);

beforeEach(() => {
  sessionStorage.clear();
  vi.useFakeTimers();
  scope = effectScope();
});

afterEach(() => {
  scope.stop();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('a query string', () => {
  it("is Alipay's where it has an order and a signature", () => {
    expect(isPaymentReturn(SEARCH)).toBe(true);
  });

  it.each(['', '?view=statements', '?out_trade_no=1', '?sign=x'])(
    'is not Alipay’s otherwise: %j',
    (search) => {
      expect(isPaymentReturn(search)).toBe(false);
    },
  );
});

describe('coming back from Alipay', () => {
  it('forwards the query string character by character, and shows that it was paid', async () => {
    const asked = answering(200);
    const { state } = comeBack();
    expect(state.value).toEqual({ kind: 'asking' });
    await settle();
    expect(asked).toEqual([`/payments/alipay/result${SEARCH}`]);
    expect(state.value).toEqual({ kind: 'paid', reward: REWARD });
  });

  it('keeps asking, with growing pauses, while the outcome is not known', async () => {
    const asked = answering(202, 202, 202, 200);
    const { state } = comeBack();
    await settle();
    expect(state.value?.kind).toBe('pending');
    await vi.advanceTimersByTimeAsync(2000);
    expect(asked).toHaveLength(2);
    await vi.advanceTimersByTimeAsync(2000);
    expect(asked).toHaveLength(2);
    await vi.advanceTimersByTimeAsync(1000 + 5000);
    expect([asked.length, state.value?.kind]).toEqual([4, 'paid']);
    await vi.advanceTimersByTimeAsync(3_600_000);
    expect(asked).toHaveLength(4);
  });

  it('asks at once when something is heard of the payment', async () => {
    const asked = answering(202, 200);
    const { state, askNow } = comeBack();
    await settle();
    await askNow();
    expect([asked.length, state.value?.kind]).toEqual([2, 'paid']);
    await askNow();
    expect(asked).toHaveLength(2);
  });

  it('asks again where something is heard while it asks', async () => {
    const asked = answering(202, 200);
    const { state, askNow } = comeBack();
    await askNow();
    await settle();
    expect([asked.length, state.value?.kind]).toEqual([2, 'paid']);
  });

  it.each<Answer>([500, 503, 429, 'nothing'])(
    'knows nothing after %s, keeps the parameters and can try again',
    async (answer) => {
      const asked = answering(answer, 200);
      const { state, askNow } = comeBack();
      await settle();
      expect(state.value).toEqual({ kind: 'unreachable' });
      await vi.advanceTimersByTimeAsync(3_600_000);
      expect(asked).toHaveLength(1);
      await askNow();
      expect([asked[1], state.value?.kind]).toEqual([`/payments/alipay/result${SEARCH}`, 'paid']);
    },
  );

  it('is over where the server refuses the parameters', async () => {
    const asked = answering(400);
    const { state } = comeBack();
    await settle();
    await vi.advanceTimersByTimeAsync(3_600_000);
    expect([asked.length, state.value?.kind]).toEqual([1, 'failed']);
  });

  it('survives a reload of the page without its query string', async () => {
    const asked = answering(202, 200);
    comeBack();
    await settle();
    scope.stop();
    scope = effectScope();
    const { state } = comeBack('');
    await settle();
    expect([asked[1], state.value?.kind]).toEqual([`/payments/alipay/result${SEARCH}`, 'paid']);
  });

  it('is forgotten once its outcome was seen', async () => {
    const asked = answering(200);
    const { dismiss, state } = comeBack();
    await settle();
    dismiss();
    expect(state.value).toBeUndefined();
    expect(comeBack('').state.value).toBeUndefined();
    expect(asked).toHaveLength(1);
  });

  it('stops with its page', async () => {
    const asked = answering(202, 200);
    comeBack();
    await settle();
    scope.stop();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(asked).toHaveLength(1);
  });

  it('asks nothing where nobody came back', () => {
    const asked = answering();
    expect(comeBack('?view=statements').state.value).toBeUndefined();
    expect(asked).toHaveLength(0);
  });
});
