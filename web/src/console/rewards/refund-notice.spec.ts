import { describe, expect, it } from 'vitest';
import { noticeOf } from './refund-notice.js';

const result = { id: 'r1', money: '5.00', status: 'pending', reason: '', awaits_approval: false } as const;

describe('what came of a refund', () => {
  it.each([
    ['done', 'good'],
    ['pending', 'waiting'],
    ['refused', 'bad'],
  ] as const)('is said: %s', (status, tone) => {
    expect(noticeOf({ ...result, status })).toMatchObject({ tone, key: `console.refund.${status}` });
  });

  it('is not that Alipay was asked, where a second administrator has to decide first', () => {
    expect(noticeOf({ ...result, awaits_approval: true })).toMatchObject({
      tone: 'waiting',
      key: 'console.refund.awaiting',
    });
  });
});
