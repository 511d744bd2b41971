import { createSecretKey, randomBytes } from 'node:crypto';
import { uuidv7 } from 'uuidv7';
import { earlierOutTradeNo } from '../../test/support/earlier-numbers.js';
import { toBase62 } from './base62.js';
import { readEarlierOutTradeNo } from './earlier-out-trade-no.js';
import { orderNumberKeys } from './order-number-keys.js';
import { newOutTradeNo, readOutTradeNo, TURNS } from './out-trade-no.js';

const turns = Array.from({ length: TURNS }, (_, turn) => turn);

describe('an order number', () => {
  const keys = orderNumberKeys(randomBytes(32));
  const origin = (time = '2026-11-22T16:00:00.007Z') => ({
    createdTime: new Date(time),
    readerId: uuidv7(),
    articleId: uuidv7(),
  });

  it('is letters and digits, 62 of them, and begins with the day in Beijing and a letter', () => {
    expect(newOutTradeNo(keys, origin(), 0)).toMatch(/^261123A000vo[0-9A-Za-z]{50}$/);
    expect(newOutTradeNo(keys, origin('2026-11-23T15:59:59.999Z'), 511)).toMatch(
      /^261123[A-Za-z][0-9A-Za-z]{55}$/,
    );
  });

  it('tells whoever has the key when it was made, by whom, and for which article', () => {
    for (const turn of turns) {
      const made = origin(new Date(1_767_225_600_000 + turn * 61_234_567).toISOString());
      expect(readOutTradeNo(keys, newOutTradeNo(keys, made, turn))).toEqual(made);
    }
  });

  it('tells nobody else: it is not read with another key, and nothing of it shows', () => {
    const made = origin();
    const numbers = turns.map((turn) => newOutTradeNo(keys, made, turn));
    const stranger = orderNumberKeys(randomBytes(32));
    expect(numbers.filter((number) => readOutTradeNo(stranger, number))).toEqual([]);
    // The same reader and article in the same millisecond, and no two are alike in anything but the time.
    for (const part of [
      numbers.map((number) => number.slice(12, 24)),
      numbers.map((number) => number.slice(-12)),
    ])
      expect(new Set(part).size).toBe(TURNS);
  });

  it('is never one of before, though both have the same length', () => {
    for (let i = 0; i < 200; i++) {
      const made = origin();
      const earlier = earlierOutTradeNo(keys.earlier, made);
      expect(earlier).toHaveLength(newOutTradeNo(keys, made, i).length);
      expect(readOutTradeNo(keys, earlier)).toBeUndefined();
      expect(readEarlierOutTradeNo(keys.earlier, newOutTradeNo(keys, made, i))).toBeUndefined();
    }
  });

  it('sorts by time, over years', () => {
    const times = [
      '2026-01-01T00:00:00.000Z',
      '2026-01-01T00:00:00.001Z',
      '2026-01-01T09:00:00.000Z',
      '2026-09-30T15:59:59.999Z',
      '2026-09-30T16:00:00.000Z',
      '2031-12-31T16:00:00.000Z',
    ];
    const numbers = times.flatMap((time) =>
      [0, 1, 61, 511].map((turn) => newOutTradeNo(keys, origin(time), turn)),
    );
    expect([...numbers].sort()).toEqual(numbers);
  });

  it('is made for ids of another kind as well, and says nothing', () => {
    for (const id of ['019aabcd-ef01-4234-89ab-cdef01234567', 'ffffffff-ffff-7fff-bfff-ffffffffffff']) {
      const number = newOutTradeNo(keys, { ...origin(), readerId: id }, 1);
      expect(number).toHaveLength(62);
      expect(readOutTradeNo(keys, number)).toBeUndefined();
    }
    expect(() => newOutTradeNo(keys, { ...origin(), readerId: 'somebody' }, 1)).toThrow();
  });

  it.each([
    ['of an earlier version', '20261123000000007a3f09c2b6d1e4f5a6b7c8d9e'],
    ['of somebody else', 'order_of_nobody'],
    ['with a day that there is not', `260230A00000${'0'.repeat(50)}`],
    ['with a moment that its day does not have', `261123x00000${'0'.repeat(50)}`],
    ['with more than a mac and two ids in it', `261123A00000${'z'.repeat(50)}`],
    ['of zeros', `261123A00000${'0'.repeat(50)}`],
  ])('%s says nothing', (_, number) => {
    expect(readOutTradeNo(keys, number)).toBeUndefined();
  });

  it('does not mean the first of March by the thirtieth of February', () => {
    const number = newOutTradeNo(keys, origin('2026-03-01T16:00:00.007Z'), 0);
    expect(number).toMatch(/^260302/);
    expect(readOutTradeNo(keys, number.replace('260302', '260230'))).toBeUndefined();
  });

  it('is not read where its ids, its time or its mac were changed', () => {
    const number = newOutTradeNo(keys, origin(), 7);
    const other = newOutTradeNo(keys, origin(), 7);
    const later = newOutTradeNo(keys, origin(), 8);
    expect(readOutTradeNo(keys, later.slice(0, 12) + number.slice(12))).toBeUndefined();
    expect(readOutTradeNo(keys, number.slice(0, 40) + other.slice(40))).toBeUndefined();
    for (let i = 0; i < 100; i++)
      expect(readOutTradeNo(keys, number.slice(0, 12) + toBase62(randomBytes(37), 50))).toBeUndefined();
  });

  it('is not read with the key itself in place of those that follow from it', () => {
    const key = createSecretKey(randomBytes(32));
    const plain = { encryption: key, mac: key, earlier: key };
    const { encryption, mac } = orderNumberKeys(key.export());
    expect(encryption.equals(mac) || encryption.equals(key) || mac.equals(key)).toBe(false);
    const number = newOutTradeNo(orderNumberKeys(key.export()), origin(), 0);
    expect(readOutTradeNo(plain, number)).toBeUndefined();
  });
});
