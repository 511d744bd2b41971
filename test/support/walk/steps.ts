import fc from 'fast-check';

/** What may happen, and how often, as weights. */
const WEIGHTS = {
  tip: 14,
  tipTwice: 3,
  open: 6,
  pay: 24,
  payLate: 2,
  comeBack: 6,
  notifyAgain: 9,
  forge: 2,
  refund: 13,
  refundTwice: 3,
  refundInConsole: 10,
  finish: 1,
  balanceTip: 8,
  secondPayment: 2,
  secondPaymentRefund: 2,
  confirm: 4,
  confirmSweep: 3,
  expire: 3,
  refundSweep: 4,
  withdraw: 9,
  approve: 9,
  reject: 2,
  decideTwice: 2,
  dealLater: 4,
  withdrawalSweep: 4,
  bill: 1,
  gatewayFault: 8,
  notificationFault: 5,
  noFault: 5,
  recount: 1,
} as const;

export type StepKind = keyof typeof WEIGHTS;

/** One step; the numbers choose among what is there when it is taken. */
export interface Step {
  readonly kind: StepKind;
  readonly pick: number;
  readonly other: number;
  readonly fen: bigint;
  /** Which of the servers meets it. */
  readonly server: number;
  readonly times: number;
  readonly odd: boolean;
}

const kinds = Object.entries(WEIGHTS).map(([kind, weight]) => ({
  weight,
  arbitrary: fc.constant(kind as StepKind),
}));

const step: fc.Arbitrary<Step> = fc.record({
  kind: fc.oneof(...kinds),
  pick: fc.nat(),
  other: fc.nat(),
  // Small amounts meet rounding, debts and empty balances sooner.
  fen: fc.oneof(fc.bigInt(1n, 9n), fc.bigInt(10n, 3000n)),
  server: fc.nat(1),
  times: fc.integer({ min: 1, max: 3 }),
  odd: fc.boolean(),
});

/** Steps that are taken at the same time. */
export type Wave = readonly Step[];

/** A walk of at least `steps` steps; the same seed gives the same one. */
export function walkOf(seed: number, steps: number): Wave[] {
  const wave = fc.array(step, { minLength: 1, maxLength: 8, size: 'max' });
  const waves: Wave[] = [];
  let count = 0;
  for (const next of fc.sample(wave, { seed, numRuns: steps })) {
    if (count >= steps) break;
    waves.push(next);
    count += next.length;
  }
  return waves;
}
