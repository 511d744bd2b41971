import { type TransferKind, isEarning, paysDebt } from './movement.js';

/** What each kind does for whoever gets the money. */
const KINDS: Readonly<Record<TransferKind, 'earned' | 'given back' | ''>> = {
  reward: 'earned',
  balance_reward: 'earned',
  refund_returned: 'earned',
  withdrawal_returned: 'given back',
  second_payment: '',
  refund: '',
  refund_debt: '',
  debt_repaid: '',
  fee: '',
  fee_refund: '',
  fee_refund_returned: '',
  second_payment_refund: '',
  withdrawal: '',
  withdrawal_paid: '',
};

describe.each(Object.entries(KINDS) as [TransferKind, string][])('a movement of kind %s', (kind, effect) => {
  it(`${effect === 'earned' ? 'counts' : 'does not count'} as earned`, () => {
    expect(isEarning(kind)).toBe(effect === 'earned');
  });

  it(effect === '' ? 'leaves a debt alone' : 'pays a debt first', () => {
    expect(paysDebt(kind)).toBe(effect !== '');
  });
});
