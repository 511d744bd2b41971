import { Passwords } from './passwords.js';

describe('Passwords', () => {
  const passwords = new Passwords();

  it('fit their own hash and no other', async () => {
    const [a, b] = [await passwords.hash('correct horse'), await passwords.hash('correct horse')];
    expect(a).not.toBe(b);
    expect(await passwords.matches(a, 'correct horse')).toBe(true);
    expect(await passwords.matches(a, 'correct horsf')).toBe(false);
  });

  it('never fit where there is no hash, and say so only after the same work', async () => {
    const hash = await passwords.hash('correct horse');
    const timeOf = async (stored: string | undefined): Promise<number> => {
      const start = performance.now();
      for (let i = 0; i < 5; i++) expect(await passwords.matches(stored, 'wrong')).toBe(false);
      return performance.now() - start;
    };
    await timeOf(undefined);
    const [known, unknown] = [await timeOf(hash), await timeOf(undefined)];
    expect(unknown / known).toBeGreaterThan(0.3);
    expect(unknown / known).toBeLessThan(3);
  });
});
