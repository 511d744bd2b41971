import { describe, expect, it } from 'vitest';
import { readPresets, showPresets } from './presets.js';

describe('the amounts an author offers', () => {
  it('are one line to edit', () => {
    expect(showPresets(['2.00', '6.66', '100.00'])).toBe('2 6.66 100');
  });

  it.each(['2 6.66 100', '2，6.66，100', ' 2, 6.66;100 ', '2、6.66、100'])('are read from %j', (line) => {
    expect(readPresets(line)).toEqual(['2', '6.66', '100']);
  });

  it('are left to the server to judge', () => {
    expect(readPresets('five 1e3')).toEqual(['five', '1e3']);
    expect(readPresets('  ')).toEqual([]);
  });
});
