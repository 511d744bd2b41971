import { beforeEach, describe, expect, it } from 'vitest';
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
    sessionStorage.clear();
  });

  it('has one key for the same content, also after a reload', () => {
    const key = useTipOrder('reader', 'article').keyFor(draft);
    expect(key).toMatch(/^[0-9a-f]{32}$/);
    expect(useTipOrder('reader', 'article').keyFor({ ...draft })).toBe(key);
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

  it('has another key once it is over', () => {
    const order = useTipOrder('reader', 'article');
    const key = order.keyFor(draft);
    order.finish();
    expect(order.keyFor(draft)).not.toBe(key);
  });

  it('is over for every part of the page when its payment is known', () => {
    const key = useTipOrder('reader', 'article').keyFor(draft);
    finishTipOrder('reader', 'article');
    expect(useTipOrder('reader', 'article').keyFor(draft)).not.toBe(key);
  });

  it('remembers what was chosen, for the same reader and article alone', () => {
    useTipOrder('reader', 'article').keyFor(draft);
    expect(useTipOrder('reader', 'article').restore()).toEqual(draft);
    expect(useTipOrder('reader', 'other').restore()).toBeUndefined();
    expect(useTipOrder('somebody', 'article').restore()).toBeUndefined();
  });
});
