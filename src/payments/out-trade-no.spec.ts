import { createSecretKey, randomBytes } from 'node:crypto';
import { uuidv7 } from 'uuidv7';
import { newOutTradeNo, readOutTradeNo } from './out-trade-no.js';

describe('an order number', () => {
  const key = createSecretKey(randomBytes(32));
  const origin = (time = '2026-11-22T16:00:00.007Z') => ({
    createdTime: new Date(time),
    readerId: uuidv7(),
    articleId: uuidv7(),
  });

  it('is letters and digits, 62 of them, and begins with the time in Beijing', () => {
    expect(newOutTradeNo(key, origin())).toMatch(/^261123000000007[0-9A-Za-z]{47}$/);
  });

  it('tells whoever has the key when it was made, by whom, and for which article', () => {
    for (let i = 0; i < 200; i++) {
      const made = origin();
      expect(readOutTradeNo(key, newOutTradeNo(key, made))).toEqual(made);
    }
  });

  it('tells nobody else: not with another key, and nothing of it shows', () => {
    const made = origin();
    const numbers = Array.from({ length: 10 }, () => newOutTradeNo(key, made));
    const stranger = createSecretKey(randomBytes(32));
    const read = numbers.map((number) => readOutTradeNo(stranger, number));
    for (const origin of read) expect(origin).not.toEqual(made);
    // What the wrong key makes of it is no pair of ids, but for one time in four thousand.
    expect(read.filter((origin) => origin === undefined).length).toBeGreaterThan(5);
    // The same reader and article, in the same millisecond, and no two of them are alike in any part but the time.
    expect(new Set(numbers.map((number) => number.slice(19))).size).toBe(numbers.length);
  });

  it('is another one for the same reader and article in the same millisecond, almost always', () => {
    const made = origin();
    const numbers = Array.from({ length: 10 }, () => newOutTradeNo(key, made));
    expect(new Set(numbers).size).toBe(10);
  });

  it('sorts by time, over years', () => {
    const times = [
      '2026-01-01T00:00:00.000Z',
      '2026-01-01T00:00:00.001Z',
      '2026-09-30T15:59:59.999Z',
      '2031-12-31T16:00:00.000Z',
    ];
    const numbers = times.map((time) => newOutTradeNo(key, origin(time)));
    expect([...numbers].sort()).toEqual(numbers);
  });

  it.each([
    ['of an earlier version', '20261123000000007a3f09c2b6d1e4f5a6b7c8d9e'],
    ['of somebody else', 'order_of_nobody'],
    ['with a day that there is not', `260230000000007${'0'.repeat(47)}`],
    ['with more than two ids in it', `261123000000007${'z'.repeat(47)}`],
  ])('%s says nothing', (_, number) => {
    expect(readOutTradeNo(key, number)).toBeUndefined();
  });

  it('does not mean the first of March by the thirtieth of February', () => {
    const number = newOutTradeNo(key, origin('2026-03-01T16:00:00.007Z'));
    expect(number).toMatch(/^260302/);
    expect(readOutTradeNo(key, number.replace('260302', '260230'))).toBeUndefined();
  });

  it('that was changed is not read as what it was', () => {
    const made = origin();
    const number = newOutTradeNo(key, made);
    for (let place = 0; place < number.length; place++) {
      const other = number.charAt(place) === '1' ? '2' : '1';
      const changed = number.slice(0, place) + other + number.slice(place + 1);
      if (changed !== number) expect(readOutTradeNo(key, changed)).not.toEqual(made);
    }
  });
});
