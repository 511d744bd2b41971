import { describe, expect, it } from 'vitest';
import { newKey, useIdempotencyKey } from './idempotency-key.js';

describe('an Idempotency-Key', () => {
  it('is 128 random bits', () => {
    expect(newKey()).toMatch(/^[0-9a-f]{32}$/);
    expect(newKey()).not.toBe(newKey());
  });

  it('is the same for the same content, another one for other content and after it was used', () => {
    const form = useIdempotencyKey();
    const key = form.keyFor({ amount: '10' });
    expect(form.keyFor({ amount: '10' })).toBe(key);
    expect(form.keyFor({ amount: '11' })).not.toBe(key);
    const other = form.keyFor({ amount: '10' });
    expect(other).not.toBe(key);
    form.finish();
    expect(form.keyFor({ amount: '10' })).not.toBe(other);
  });
});
