import { testConfig } from '../../test/support/app.js';
import { Passwords } from './passwords.js';
import { WeakPassword } from './users.errors.js';

describe('Passwords', () => {
  const passwords = new Passwords(testConfig(''));

  it('fit their own hash and no other', async () => {
    const [a, b] = [await passwords.hashGiven('correct horse'), await passwords.hashGiven('correct horse')];
    expect(a).not.toBe(b);
    expect(await passwords.matches(a, 'correct horse')).toBe(true);
    expect(await passwords.matches(a, 'correct horsf')).toBe(false);
  });

  it('never fit where there is no hash, and say so only after the same work', async () => {
    const hash = await passwords.hashGiven('correct horse');
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

  describe('that are chosen', () => {
    const owner = { username: 'lin_xi', nickname: '林夕' };
    const strict = new Passwords(
      testConfig('', { http: { publicUrl: 'https://meiwen.example' }, passwords: { refuseWeak: true } }),
    );

    it.each(['password1', 'zanshang2026', 'lin-xi-1990', '林夕12345678', 'meiwen888', '20260101'])(
      'are refused where they are weak: %s',
      async (password) => {
        await expect(strict.hashChosen(password, owner)).rejects.toThrow(WeakPassword);
      },
    );

    it('are taken where they are not, or where weak ones are allowed, or somebody else gives them', async () => {
      const hashes = [
        await strict.hashChosen('correct horse', owner),
        await passwords.hashChosen('password1', owner),
        await strict.hashGiven('password1'),
      ];
      for (const hash of hashes) expect(hash).toMatch(/^\$argon2id\$/);
    });
  });
});
