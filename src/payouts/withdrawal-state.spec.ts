import { mayBecome, WITHDRAWAL_STATUSES, type WithdrawalStatus } from './withdrawal-state.js';

const nextOf = (from: WithdrawalStatus) => WITHDRAWAL_STATUSES.filter((to) => mayBecome(from, to));

describe('the states of a withdrawal', () => {
  it('change only as the table says', () => {
    expect(Object.fromEntries(WITHDRAWAL_STATUSES.map((from) => [from, nextOf(from)]))).toEqual({
      requested: ['approved', 'rejected'],
      approved: ['sending', 'paid', 'rejected'],
      sending: ['approved', 'paid', 'failed'],
      paid: ['returned'],
      rejected: [],
      failed: [],
      returned: [],
    });
  });

  it('leave money that may be on its way to nobody’s decision: only the provider’s answer leads on', () => {
    expect(nextOf('sending')).not.toContain('rejected');
  });

  it('end where the money is its owner’s again', () => {
    expect(WITHDRAWAL_STATUSES.filter((status) => nextOf(status).length === 0)).toEqual([
      'rejected',
      'failed',
      'returned',
    ]);
  });
});
