import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { finishTipOrder, type TipDraft, useTipOrder } from './tip-order.js';

const draft: TipDraft = {
  money: '5.00',
  message: '写得真好',
  channel: 'alipay',
  anonymous: false,
  hideAmount: false,
};

describe('the order of an article', () => {
  beforeEach(() => {
    localStorage.clear();
    sessionStorage.clear();
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('has one key for the same content, also after a reload', () => {
    const key = useTipOrder('reader', 'article').keyFor(draft);
    expect(key).toMatch(/^[\x21-\x7e]{32,255}$/);
    expect(useTipOrder('reader', 'article').keyFor({ ...draft })).toBe(key);
  });

  it('has the same key in a second tab, even where the first one is done', () => {
    const [first, second] = [useTipOrder('reader', 'article'), useTipOrder('reader', 'article')];
    const key = first.keyFor(draft);
    first.finish();
    expect(second.keyFor(draft)).toBe(key);
  });

  it.each([
    { money: '6.00' },
    { message: '' },
    { channel: 'balance' as const },
    { anonymous: true },
    { hideAmount: true },
  ])('has another key for other content: %j', (change) => {
    const order = useTipOrder('reader', 'article');
    expect(order.keyFor({ ...draft, ...change })).not.toBe(order.keyFor(draft));
  });

  it('has another key for another article and another reader', () => {
    const key = useTipOrder('reader', 'article').keyFor(draft);
    expect(useTipOrder('reader', 'other').keyFor(draft)).not.toBe(key);
    expect(useTipOrder('somebody', 'article').keyFor(draft)).not.toBe(key);
  });

  it('has another key once it is over', () => {
    const order = useTipOrder('reader', 'article');
    const key = order.keyFor(draft);
    order.finish();
    expect(order.keyFor(draft)).not.toBe(key);
    expect(useTipOrder('reader', 'article').keyFor(draft)).not.toBe(key);
  });

  it('does not end what another tab has begun since', () => {
    const [first, second] = [useTipOrder('reader', 'article'), useTipOrder('reader', 'article')];
    first.finish();
    const next = first.keyFor(draft);
    second.keyFor(draft);
    second.finish();
    expect(first.keyFor(draft)).toBe(next);
  });

  it('is over for every part of the page when its payment is known', () => {
    const key = useTipOrder('reader', 'article').keyFor(draft);
    finishTipOrder('reader', 'article');
    expect(useTipOrder('reader', 'article').keyFor(draft)).not.toBe(key);
  });

  it('is over when it would have expired: who comes back later means another tip', () => {
    const key = useTipOrder('reader', 'article').keyFor(draft);
    vi.advanceTimersByTime(29 * 60_000);
    expect(useTipOrder('reader', 'article').keyFor(draft)).toBe(key);
    vi.advanceTimersByTime(60_000);
    expect(useTipOrder('reader', 'article').keyFor(draft)).not.toBe(key);
  });

  it('remembers what was chosen, for the same reader and article alone', () => {
    useTipOrder('reader', 'article').keyFor(draft);
    expect(useTipOrder('reader', 'article').restore()).toEqual(draft);
    expect(useTipOrder('reader', 'other').restore()).toBeUndefined();
    expect(useTipOrder('somebody', 'article').restore()).toBeUndefined();
  });
});
