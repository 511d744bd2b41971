import type { ValueTransformer } from 'typeorm';
import { fenColumn } from './fen-column.js';

const column = fenColumn.transformer as ValueTransformer;

describe('a column of fen', () => {
  it('is read without a digit lost', () => {
    expect(column.from('9007199254740993')).toBe(9007199254740993n);
    expect(column.from('0')).toBe(0n);
    expect(column.from(null)).toBeNull();
  });

  it('is written as digits; what is absent stays so', () => {
    expect(column.to(9007199254740993n)).toBe('9007199254740993');
    expect(column.to(0n)).toBe('0');
    expect([column.to(null), column.to(undefined)]).toEqual([null, undefined]);
  });
});
