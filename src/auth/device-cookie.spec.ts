import { createSecretKey } from 'node:crypto';
import type { FastifyReply } from 'fastify';
import { testConfig } from '../../test/support/app.js';
import { DeviceCookie } from './device-cookie.js';

const OWNER = { id: '01937b1e-6f5c-7d2a-9c3e-0f1a2b3c4d5e', sessionNumber: 3 };
const secret = (letter: string) => ({ jwtSecret: createSecretKey(Buffer.alloc(32, letter)) });

function cookies({ publicUrl = 'http://localhost:3000', on = true, key = 'a' } = {}) {
  return new DeviceCookie(testConfig('', { auth: secret(key), http: { publicUrl }, limits: { on } }));
}

/** The Set-Cookie header that a browser of this owner is given; undefined where it is given none. */
function written(by: DeviceCookie, owner = OWNER): string | undefined {
  let header: string | undefined;
  by.write({ header: (_: string, value: string) => (header = value) } as unknown as FastifyReply, owner);
  return header;
}

const given = (by: DeviceCookie, owner = OWNER) => written(by, owner)!.split(';')[0]!;

describe('the cookie of a known device', () => {
  afterEach(() => jest.useRealTimers());

  it('is read by every instance with the same secret, also beside other cookies', () => {
    const cookie = given(cookies());
    const device = cookies().read(cookie, OWNER);
    expect(device).toMatch(/^[0-9a-f]{32}$/);
    expect(cookies().read(`zanshang=a.b.c; ${cookie}; theme=dark`, OWNER)).toBe(device);
  });

  it('is of this host alone and of https alone where the server is behind it', () => {
    const set = written(cookies({ publicUrl: 'https://tips.example.com' }));
    expect(set).toMatch(
      /^__Host-zanshang-device-[0-9a-f]{8}=\S+; .*Path=\/; HttpOnly; SameSite=Strict; Secure$/,
    );
  });

  it('is another one for each person: a browser may know several', () => {
    const [mine, theirs] = [given(cookies()), given(cookies(), { ...OWNER, id: 'somebody else' })];
    expect(mine.split('=')[0]).not.toBe(theirs.split('=')[0]);
    expect(cookies().read(`${theirs}; ${mine}`, OWNER)).toBeDefined();
    expect(cookies().read(theirs, OWNER)).toBeUndefined();
  });

  it('is worth nothing after half a year, under another secret, or when all sessions have ended', () => {
    const cookie = given(cookies());
    expect(cookies({ key: 'b' }).read(cookie, OWNER)).toBeUndefined();
    expect(cookies().read(cookie, { ...OWNER, sessionNumber: 4 })).toBeUndefined();
    jest.useFakeTimers({ now: Date.now() + 181 * 24 * 3600_000 });
    expect(cookies().read(cookie, OWNER)).toBeUndefined();
  });

  it('is not given where nothing is limited', () => {
    expect(written(cookies({ on: false }))).toBeUndefined();
  });
});
