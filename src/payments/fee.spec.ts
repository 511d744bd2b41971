import fc from 'fast-check';
import { feeOn, feeReturnedBy } from './fee.js';

describe('the commission', () => {
  it.each([
    [500n, 60n, 3n],
    [1n, 9_999n, 0n],
    [999n, 60n, 5n],
    [999_999n, 500n, 49_999n],
    [500n, 0n, 0n],
  ])('on %d fen at %d hundredths of a percent is %d fen, rounded down', (gross, rate, fee) => {
    expect(feeOn(gross, rate)).toBe(fee);
  });

  it('goes back with refunds as floor(fee × refunded / gross), and is gone with the last one', () => {
    const gross = fc.bigInt({ min: 1n, max: 999_999n });
    const rate = fc.bigInt({ min: 0n, max: 9_999n });
    fc.assert(
      fc.property(
        gross,
        rate,
        fc.array(fc.bigInt({ min: 1n, max: 50_000n }), { maxLength: 20 }),
        (grossFen, r, parts) => {
          const feeFen = feeOn(grossFen, r);
          let refundedFen = 0n;
          let feeReturnedFen = 0n;
          const refund = (amountFen: bigint) => {
            const share = feeReturnedBy(amountFen, { grossFen, feeFen, feeReturnedFen, refundedFen });
            refundedFen += amountFen;
            feeReturnedFen += share;
            expect(share).toBeLessThanOrEqual(amountFen);
            expect(feeReturnedFen).toBe((feeFen * refundedFen) / grossFen);
          };
          for (const part of parts) if (refundedFen + part < grossFen) refund(part);
          refund(grossFen - refundedFen);
          expect(feeReturnedFen).toBe(feeFen);
        },
      ),
    );
  });

  it('is not asked for again where more of it went back than is due by now: a refund before was refused', () => {
    expect(feeReturnedBy(1n, { grossFen: 100n, feeFen: 10n, feeReturnedFen: 5n, refundedFen: 0n })).toBe(0n);
  });
});
