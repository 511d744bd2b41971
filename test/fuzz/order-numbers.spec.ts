import fc from 'fast-check';
import { earlierOutTradeNo } from '../support/earlier-numbers.js';
import { nastyText } from '../support/fuzz/nasty.js';
import { runs } from '../support/fuzz/seed.js';
import { readEarlierOutTradeNo } from '../../src/payments/earlier-out-trade-no.js';
import { orderNumberKeys } from '../../src/payments/order-number-keys.js';
import type { OrderOrigin } from '../../src/payments/order-origin.js';
import { newOutTradeNo, readOutTradeNo, TURNS } from '../../src/payments/out-trade-no.js';

const CHARACTERS = [...'0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'];

const keys = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((key) => orderNumberKeys(Buffer.from(key)));
const ourId = fc.uuid({ version: 7 }).map((id) => `0${'0123'.charAt(id.charCodeAt(1) % 4)}${id.slice(2)}`);
const origin: fc.Arbitrary<OrderOrigin> = fc.record({
  createdTime: fc.date({ min: new Date('2000-01-01'), max: new Date('2099-12-31'), noInvalidDate: true }),
  readerId: ourId,
  articleId: ourId,
});
const turn = fc.nat(TURNS - 1);

/** Texts that look like a number, of either kind, and texts that do not. */
const anyText = fc.oneof(
  nastyText,
  fc.string({ unit: fc.constantFrom(...CHARACTERS, '_'), minLength: 60, maxLength: 64 }),
  fc
    .tuple(
      fc.constantFrom('261123', '260228', '991231', '000101', '260230'),
      fc.string({ unit: fc.constantFrom(...CHARACTERS), minLength: 56, maxLength: 56 }),
    )
    .map((parts) => parts.join('')),
  fc.string({ unit: fc.constantFrom('0', 'z', 'A'), minLength: 62, maxLength: 62 }),
);

describe('an order number, whatever is sent as one', () => {
  it('tells what it was made of, as long as nobody changes a character of it', () => {
    const change = fc.tuple(fc.nat(61), fc.constantFrom(...CHARACTERS, '_', '字'));
    fc.assert(
      fc.property(fc.tuple(keys, origin, turn, change), ([key, made, nth, [place, character]]) => {
        const number = newOutTradeNo(key, made, nth);
        expect(number).toMatch(/^[0-9A-Za-z]{62}$/);
        expect(readOutTradeNo(key, number)).toEqual(made);
        const changed = number.slice(0, place) + character + number.slice(place + 1);
        if (changed !== number) expect(readOutTradeNo(key, changed)).toBeUndefined();
      }),
      runs(500),
    );
  });

  it('tells nothing to another key', () => {
    fc.assert(
      fc.property(fc.tuple(keys, keys, origin, turn), ([key, another, made, nth]) => {
        fc.pre(!key.mac.equals(another.mac));
        expect(readOutTradeNo(another, newOutTradeNo(key, made, nth))).toBeUndefined();
      }),
      runs(500),
    );
  });

  it('is another one for another turn, time, reader or article', () => {
    fc.assert(
      fc.property(fc.tuple(keys, origin, origin, turn, turn), ([key, one, another, nth, mth]) => {
        fc.pre(one.createdTime.getTime() !== another.createdTime.getTime());
        fc.pre(one.readerId !== another.readerId && one.articleId !== another.articleId);
        const number = newOutTradeNo(key, one, nth);
        const { createdTime, readerId, articleId } = another;
        for (const other of [{ createdTime }, { readerId }, { articleId }])
          expect(newOutTradeNo(key, { ...one, ...other }, nth)).not.toBe(number);
        expect(newOutTradeNo(key, one, mth) === number).toBe(nth === mth);
      }),
      runs(500),
    );
  });

  it('is of this kind or of the one before, never of both', () => {
    fc.assert(
      fc.property(fc.tuple(keys, origin, turn), ([key, made, nth]) => {
        const earlier = earlierOutTradeNo(key.earlier, made);
        expect(readEarlierOutTradeNo(key.earlier, earlier)).toEqual(made);
        expect(readOutTradeNo(key, earlier)).toBeUndefined();
        expect(readEarlierOutTradeNo(key.earlier, newOutTradeNo(key, made, nth))).toBeUndefined();
      }),
      runs(500),
    );
  });

  it('is never read out of a text that nobody made with the key', () => {
    fc.assert(
      fc.property(fc.tuple(keys, anyText), ([key, text]) => {
        expect(readOutTradeNo(key, text)).toBeUndefined();
      }),
      runs(2_000),
    );
  });
});
