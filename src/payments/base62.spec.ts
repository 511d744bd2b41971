import { randomBytes } from 'node:crypto';
import { fromBase62, toBase62 } from './base62.js';

describe('bytes as letters and digits', () => {
  it('come back as they were, whatever they are', () => {
    const samples = [Buffer.alloc(32), Buffer.alloc(32, 0xff), Buffer.from('00ff'.repeat(16), 'hex')];
    for (const bytes of [...samples, ...Array.from({ length: 200 }, () => randomBytes(32))]) {
      const text = toBase62(bytes, 43);
      expect(text).toMatch(/^[0-9A-Za-z]{43}$/);
      expect(fromBase62(text, 32)).toEqual(bytes);
    }
  });

  it('are refused where they would not fit', () => {
    expect(() => toBase62(Buffer.alloc(3, 0xff), 4)).toThrow();
  });

  it('are nothing where the text says a larger number, or has other characters', () => {
    expect(fromBase62('z'.repeat(43), 32)).toBeUndefined();
    expect(fromBase62('_'.repeat(43), 32)).toBeUndefined();
    expect(fromBase62(`${'0'.repeat(42)}_`, 32)).toBeUndefined();
    expect(fromBase62('0'.repeat(43), 33)).toEqual(Buffer.alloc(33));
  });
});
