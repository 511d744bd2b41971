import { describe, expect, it } from 'vitest';
import { csvAddress, toRewardsQuery } from './reward-filters.js';

describe('the days of the list', () => {
  it('include the last one', () => {
    expect(toRewardsQuery({ from: '2026-11-01', to: '2026-11-30' })).toEqual({
      from: '2026-11-01',
      to: '2026-12-01',
    });
  });

  it('go to the server as they are where they are no days, so that it can say so', () => {
    expect(toRewardsQuery({ to: 'yesterday' })).toEqual({ to: 'yesterday' });
  });
});

describe('the table to download', () => {
  it('has the filters of the list', () => {
    expect(csvAddress({ status: 'paid', author: '张 三', to: '2026-11-30' })).toBe(
      '/admin/rewards.csv?status=paid&author=%E5%BC%A0+%E4%B8%89&to=2026-12-01',
    );
  });

  it('is of everything where there is no filter', () => {
    expect(csvAddress({})).toBe('/admin/rewards.csv');
  });
});
