import { describe, expect, it } from 'vitest';
import { type AttentionItem, placeOf, wordsOf } from './attention.js';

const nothing: AttentionItem = {
  id: 'x',
  time: '2026-11-22T08:00:00.000Z',
  money: null,
  text: '',
  reward_id: null,
  withdrawal_id: null,
  date: null,
  out_trade_no: null,
};

describe('what needs a hand', () => {
  it('is mended on the page about it', () => {
    expect(placeOf('pending_too_long', { ...nothing, reward_id: 'r1' })).toBe('/console/rewards/r1');
    expect(placeOf('refunds_unknown', { ...nothing, reward_id: 'r1' })).toBe('/console/rewards/r1');
    expect(placeOf('withdrawals_waiting', { ...nothing, withdrawal_id: 'w1' })).toBe(
      '/console/withdrawals/w1',
    );
    expect(placeOf('reconciliation_differences', { ...nothing, date: '2026-11-21' })).toBe(
      '/console/reconciliation/2026-11-21',
    );
  });

  it('is a message to be looked at among those of its order, whoever sent it', () => {
    const message = { ...nothing, reward_id: 'r1', out_trade_no: 'a&b' };
    expect(placeOf('callbacks_refused', message)).toBe('/console/callbacks?out_trade_no=a%26b');
    expect(placeOf('callbacks_refused', { ...nothing, out_trade_no: '' })).toBe('/console/callbacks');
  });

  it('is said in words of its kind, and in its own words otherwise', () => {
    expect(wordsOf('callbacks_refused')).toBe('callback');
    expect(wordsOf('refunds_unknown')).toBeUndefined();
  });
});
