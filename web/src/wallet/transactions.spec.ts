import { describe, expect, it } from 'vitest';
import { csvAddress, queryOf, type TransactionFilters } from './transactions.js';

const none: TransactionFilters = { direction: '', kind: '', from: '', to: '' };

describe('the filters of the fund-flow record', () => {
  it('ask for nothing where they are not set', () => {
    expect(queryOf(none)).toEqual({});
    expect(csvAddress(none)).toBe('/wallet/transactions.csv');
  });

  it('include the last day: the server excludes its end', () => {
    expect(queryOf({ direction: 'in', kind: 'tips', from: '2026-11-01', to: '2026-12-31' })).toEqual({
      direction: 'in',
      kind: 'tips',
      from: '2026-11-01',
      to: '2027-01-01',
    });
  });

  it('give the table its period', () => {
    expect(csvAddress({ from: '2026-11-01', to: '2026-11-30' })).toBe(
      '/wallet/transactions.csv?from=2026-11-01&to=2026-12-01',
    );
  });
});
