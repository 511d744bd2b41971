import { newSecret, secretFor, stepOf } from './totp.js';

/** RFC 6238, appendix B: the last six of its eight digits. */
const VECTORS = [
  [59, '287082'],
  [1111111109, '081804'],
  [1111111111, '050471'],
  [1234567890, '005924'],
  [2000000000, '279037'],
  [20000000000, '353130'],
] as const;
const SECRET = Buffer.from('12345678901234567890');

describe('a code of an authenticator app', () => {
  it.each(VECTORS)('is read as the standard has it: at %d s', async (seconds, code) => {
    expect(await stepOf(SECRET, code, seconds * 1000)).toBe(Math.floor(seconds / 30));
  });

  it.each([
    ['the half minute before', -30, 1],
    ['the half minute after', 30, 1],
  ])('is good in %s', async (_, shift) => {
    expect(await stepOf(SECRET, '287082', (59 - shift) * 1000)).toBe(1);
  });

  it.each([-3600, -60, 60, 3600])('is not good %d s away', async (shift) => {
    expect(await stepOf(SECRET, '050471', (1111111111 + shift) * 1000)).toBeUndefined();
  });

  it.each(['287083', '28708', '2870821', '94287082', '', 'abcdef', '２８７０８２', '-87082', '0x1234'])(
    'is not %p',
    async (code) => {
      expect(await stepOf(SECRET, code, 59_000)).toBeUndefined();
    },
  );

  it('belongs to one secret', async () => {
    expect(await stepOf(newSecret(), '287082', 59_000)).toBeUndefined();
  });
});

describe('a secret for an app', () => {
  it('has 160 random bits', () => {
    expect(newSecret()).toHaveLength(20);
    expect(newSecret().equals(newSecret())).toBe(false);
  });

  it('is told as base32 and as an address that says whose it is', async () => {
    const { secret, uri } = await secretFor(SECRET, 'ninghao');
    expect(secret).toBe('GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ');
    const url = new URL(uri);
    expect([url.protocol, url.host, decodeURIComponent(url.pathname)]).toEqual([
      'otpauth:',
      'totp',
      '/Zanshang:ninghao',
    ]);
    expect(Object.fromEntries(url.searchParams)).toMatchObject({
      issuer: 'Zanshang',
      secret,
      algorithm: 'SHA1',
      digits: '6',
      period: '30',
    });
  });
});
