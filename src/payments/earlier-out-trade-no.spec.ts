import { createSecretKey, randomBytes } from 'node:crypto';
import { uuidv7 } from 'uuidv7';
import { earlierOutTradeNo } from '../../test/support/earlier-numbers.js';
import { readEarlierOutTradeNo } from './earlier-out-trade-no.js';

/** Made by that version, with a key of thirty-two sevens. */
const FIXED = '2611230000000077mQzxWQnYQkUMpKq3dV06IaCBcPuJSwCVv1agxdusOC7vWm';

describe('an order number from before they were authenticated', () => {
  const key = createSecretKey(randomBytes(32));
  const origin = (time = '2026-11-22T16:00:00.007Z') => ({
    createdTime: new Date(time),
    readerId: uuidv7(),
    articleId: uuidv7(),
  });

  it('still tells what it told', () => {
    for (let i = 0; i < 200; i++) {
      const made = origin();
      const number = earlierOutTradeNo(key, made);
      expect(number).toMatch(/^261123000000007[0-9A-Za-z]{47}$/);
      expect(readEarlierOutTradeNo(key, number)).toEqual(made);
    }
  });

  it('of that time itself, and not only of our copy of how they were made', () => {
    const itsKey = createSecretKey(Buffer.alloc(32, 7));
    expect(readEarlierOutTradeNo(itsKey, FIXED)).toEqual({
      createdTime: new Date('2026-11-22T16:00:00.007Z'),
      readerId: '019aabcd-ef01-7234-89ab-cdef01234567',
      articleId: '019aabcd-ef02-7234-a9ab-cdef01234567',
    });
  });

  it('tells nobody else', () => {
    const made = origin();
    const stranger = createSecretKey(randomBytes(32));
    for (let i = 0; i < 10; i++)
      expect(readEarlierOutTradeNo(stranger, earlierOutTradeNo(key, made))).not.toEqual(made);
  });

  it.each([
    ['of an earlier version still', '20261123000000007a3f09c2b6d1e4f5a6b7c8d9e'],
    ['of somebody else', 'order_of_nobody'],
    ['with a day that there is not', `260230000000007${'0'.repeat(47)}`],
    ['with more than two ids in it', `261123000000007${'z'.repeat(47)}`],
  ])('%s says nothing', (_, number) => {
    expect(readEarlierOutTradeNo(key, number)).toBeUndefined();
  });

  it('does not mean the first of March by the thirtieth of February', () => {
    const number = earlierOutTradeNo(key, origin('2026-03-01T16:00:00.007Z'));
    expect(number).toMatch(/^260302/);
    expect(readEarlierOutTradeNo(key, number.replace('260302', '260230'))).toBeUndefined();
  });

  it('that was changed is not read as what it was', () => {
    const made = origin();
    const number = earlierOutTradeNo(key, made);
    for (let place = 0; place < number.length; place++) {
      const other = number.charAt(place) === '1' ? '2' : '1';
      const changed = number.slice(0, place) + other + number.slice(place + 1);
      expect(readEarlierOutTradeNo(key, changed)).not.toEqual(made);
    }
  });
});
