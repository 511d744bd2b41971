import { describe, expect, it } from 'vitest';
import { ACTIONS, placeOf, toAuditQuery } from './act.js';

describe('an act of an administrator', () => {
  it('leads to what was acted on', () => {
    expect(Object.fromEntries(ACTIONS.map((action) => [action, placeOf({ action, subject: 'x' })]))).toEqual({
      'user.change': undefined,
      'user.remove_second_factor': undefined,
      'user.reset_password': undefined,
      'refund.request': '/console/rewards/x',
      'refund.approve': '/console/rewards/x',
      'refund.decline': '/console/rewards/x',
      'reward.confirm': '/console/rewards/x',
      'withdrawal.approve': '/console/withdrawals/x',
      'withdrawal.reject': '/console/withdrawals/x',
      'withdrawal.pay_by_hand': '/console/withdrawals/x',
      'reconciliation.run': '/console/reconciliation/x',
    });
  });

  it('is found on the last day that was asked for', () => {
    expect(toAuditQuery({ admin: 'admin', to: '2026-11-30' })).toEqual({ admin: 'admin', to: '2026-12-01' });
  });
});
