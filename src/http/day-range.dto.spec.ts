import { InvalidInput } from '../errors/app-error.js';
import { dayRange, daysOf } from './day-range.dto.js';

describe('a range of days', () => {
  it.each([
    [{ from: '2026-02-27', to: '2026-03-01' }, ['2026-02-27', '2026-02-28', '2026-03-01']],
    [{ from: '2026-03-01', to: '2026-03-01' }, ['2026-03-01']],
    [{ from: '2024-02-28', to: '2024-03-01' }, ['2024-02-28', '2024-02-29', '2024-03-01']],
  ])('%j is these, both ends included', (query, days) => {
    expect(daysOf(dayRange(query, 3))).toEqual(days);
  });

  it('has thirty days before a last one where no first one is named', () => {
    expect(dayRange({ to: '2026-03-01' }, 30)).toEqual({ from: '2026-01-31', to: '2026-03-01' });
  });

  it.each([
    { from: '2026-03-02', to: '2026-03-01' },
    { from: '2026-03-01', to: '2026-03-04' },
    { from: '2999-12-31' },
  ])('%j is refused where three days are allowed', (query) => {
    expect(() => dayRange(query, 3)).toThrow(InvalidInput);
  });
});
