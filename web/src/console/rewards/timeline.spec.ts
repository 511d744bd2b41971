import { describe, expect, it } from 'vitest';
import type { HistoryEntry, Refund } from './reward.js';
import { tellTimeline } from './timeline.js';

const at = (second: number) => `2026-11-22T08:00:0${second}.000Z`;

function entry(
  second: number,
  kind: HistoryEntry['kind'],
  outcome: string,
  more: Partial<HistoryEntry> = {},
) {
  return { time: at(second), source: 'query', kind, outcome, detail: {}, ...more };
}

function told(history: HistoryEntry[], refunds: Refund[] = []): string[] {
  return tellTimeline(history, refunds).map(({ outcome, times }) =>
    times === 1 ? outcome : `${outcome} ×${times}`,
  );
}

describe('the story of a reward', () => {
  it('is told in order of time, whatever order it comes in', () => {
    const history = [entry(3, 'state_change', 'paid'), entry(1, 'state_change', 'created')];
    expect(told(history)).toEqual(['created', 'paid']);
  });

  it('tells the message before the change it brought about, where both have one time', () => {
    const history = [
      entry(1, 'state_change', 'paid'),
      entry(1, 'query', 'already_settled'),
      entry(1, 'callback', 'settled'),
      entry(1, 'state_change', 'created'),
    ];
    expect(told(history)).toEqual(['created', 'settled', 'already_settled', 'paid']);
  });

  it('tells a question that was answered alike several times in one line, from the first to the last', () => {
    const history = [1, 2, 5].map((second) => entry(second, 'query', 'waiting'));
    expect(told(history)).toEqual(['waiting ×3']);
    expect(tellTimeline(history, [])[0]).toMatchObject({ time: at(1), lastTime: at(5), raw: [{}, {}, {}] });
  });

  it('counts the repeats that the server has counted', () => {
    const history = [
      entry(1, 'callback', 'already_settled', { detail: { times: 4 } }),
      entry(2, 'callback', 'already_settled', { detail: { times: 1 } }),
    ];
    expect(told(history)).toEqual(['already_settled ×5']);
  });

  it('does not put together what something else stands between, or what came another way', () => {
    const history = [
      entry(1, 'query', 'waiting'),
      entry(2, 'state_change', 'closed'),
      entry(3, 'query', 'waiting'),
      entry(4, 'callback', 'waiting', { source: 'notify' }),
      entry(5, 'callback', 'waiting', { source: 'return' }),
    ];
    expect(told(history)).toHaveLength(5);
  });

  it('never puts state changes together', () => {
    expect(told([entry(1, 'state_change', 'refunded'), entry(2, 'state_change', 'refunded')])).toHaveLength(
      2,
    );
  });

  it('says of a refund when it was asked for, with all that is known of it', () => {
    const refund: Refund = {
      id: 'r1',
      money: '2.00',
      status: 'done',
      reason: '误操作',
      out_request_no: 'no1',
      origin: 'admin',
      created_time: at(2),
      done_time: at(3),
    };
    const history = [
      entry(2, 'refund', 'done', { source: 'admin', detail: { out_request_no: 'no1' } }),
      entry(3, 'state_change', 'refunded', { source: 'admin' }),
    ];
    expect(told(history, [refund])).toEqual(['asked', 'refunded']);
    expect(tellTimeline(history, [refund])[0]?.raw).toEqual([expect.objectContaining({ done_time: at(3) })]);
  });

  it('marks what is wrong and what is worth a look', () => {
    const history = [
      entry(1, 'callback', 'bad_signature'),
      entry(2, 'state_change', 'paid_after_close'),
      entry(3, 'state_change', 'paid'),
      entry(4, 'state_change', 'something_new'),
    ];
    expect(tellTimeline(history, []).map(({ tone }) => tone)).toEqual(['bad', 'waiting', 'good', 'plain']);
  });
});
