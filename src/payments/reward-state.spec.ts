import { hasBeenPaid, mayBecome, REWARD_STATUSES, statusAfterRefund } from './reward-state.js';

describe('the states of a reward', () => {
  it('change only as the table says', () => {
    const allowed = REWARD_STATUSES.flatMap((from) =>
      REWARD_STATUSES.filter((to) => mayBecome(from, to)).map((to) => `${from} > ${to}`),
    );
    expect(allowed.sort()).toEqual(
      [
        'pending > paid',
        'pending > closed',
        'closed > paid',
        'paid > partially_refunded',
        'paid > refunded',
        'partially_refunded > partially_refunded',
        'partially_refunded > refunded',
      ].sort(),
    );
  });

  it('never lead back from a paid one to an unpaid one', () => {
    for (const from of REWARD_STATUSES.filter(hasBeenPaid)) {
      expect(REWARD_STATUSES.filter((to) => !hasBeenPaid(to)).some((to) => mayBecome(from, to))).toBe(false);
    }
  });

  it('after a refund depend on how much is left', () => {
    expect([0n, 1n, 499n, 500n].map((refunded) => statusAfterRefund(500n, refunded))).toEqual([
      'paid',
      'partially_refunded',
      'partially_refunded',
      'refunded',
    ]);
  });
});
