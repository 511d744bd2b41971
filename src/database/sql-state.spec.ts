import { isUniqueViolation } from './sql-state.js';

const violation = (constraint: string) => ({ code: '23505', constraint });

describe('a row that is there already', () => {
  it.each([
    ['the table’s index', violation('reward_out_trade_no')],
    ['an index of the table’s part', violation('reward_out_trade_no_102008')],
    ['the same, wrapped by TypeORM', { driverError: violation('reward_out_trade_no') }],
  ])('is told by %s', (_what, error) => {
    expect(isUniqueViolation(error, 'reward_out_trade_no')).toBe(true);
    expect(isUniqueViolation(error)).toBe(true);
  });

  it.each([
    ['another index', violation('reward_pkey')],
    ['an index whose name only begins so', violation('reward_out_trade_no_key')],
    ['another error', { code: '23514', constraint: 'reward_out_trade_no' }],
    ['no error of PostgreSQL', new Error('reward_out_trade_no')],
    ['nothing', undefined],
  ])('is not told by %s', (_what, error) => {
    expect(isUniqueViolation(error, 'reward_out_trade_no')).toBe(false);
  });
});
