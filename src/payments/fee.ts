/** Hundredths of a percent in one: a rate of 0.60 % is 60. */
const WHOLE = 10_000n;

/** The commission on a gross amount: floor(gross × rate). Amounts in fen, the rate in hundredths of a percent. */
export function feeOn(grossFen: bigint, rate: bigint): bigint {
  return (grossFen * rate) / WHOLE;
}

interface FeeState {
  readonly grossFen: bigint;
  readonly feeFen: bigint;
  /** What of the fee went back with the refunds so far, those under way included. */
  readonly feeReturnedFen: bigint;
  /** The refunds so far, those under way included. */
  readonly refundedFen: bigint;
}

/**
 * What of the fee goes back with a further refund. After all refunds so far it is floor(fee × refunded / gross); the
 * last refund returns the rest, since then refunded equals gross.
 */
export function feeReturnedBy(amountFen: bigint, state: FeeState): bigint {
  const target = (state.feeFen * (state.refundedFen + amountFen)) / state.grossFen;
  const share = target - state.feeReturnedFen;
  return share > 0n ? share : 0n;
}
