import { createHmac, createSecretKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import fc from 'fast-check';
import { createTestApp, register, sessionOf, type TestApp } from '../support/app.js';
import { damaged, nastyJson, nastyText, wounds } from '../support/fuzz/nasty.js';
import { fixtures, runs, seed } from '../support/fuzz/seed.js';
import { Client, headerValue } from '../support/fuzz/send.js';

const inAnHour = (): number => Math.floor(Date.now() / 1000) + 3600;

/** A token that must not be believed: `wrong` changes the claims of a good one. `<me>` is the user's own id, `<mine>` that of their session. */
interface Forgery {
  /** JSON texts: a number that JavaScript cannot hold is one all the same. */
  readonly header: string;
  readonly wrong: Readonly<Record<string, string>>;
  readonly key: 'ours' | 'another' | 'rsa' | 'none';
  readonly scheme: string;
}

const GOOD_HEADER = '{"alg":"HS256","typ":"JWT"}';
const scheme = fc.constantFrom('Bearer', 'jwt', 'JWT', 'bearer', 'cookie');
const key = fc.constantFrom('another' as const, 'rsa' as const, 'none' as const);

/** All headers together may have 16 KB; base64 makes four bytes of three, and there are two of these and a signature. */
const json = nastyJson.filter((text) => Buffer.byteLength(text) < 5500);

const isNot = (right: unknown) => (text: string) => JSON.parse(text) !== right;
/** `aud` may be a list (RFC 7519, 4.1.3). */
const isNoListOf = (right: unknown) => (text: string) => {
  const value: unknown = JSON.parse(text);
  return !Array.isArray(value) || !value.includes(right);
};
const isNoFuture = (text: string): boolean => {
  const value: unknown = JSON.parse(text);
  return typeof value !== 'number' || value < Date.now() / 1000;
};
const isNoPast = (text: string): boolean => {
  const value: unknown = JSON.parse(text);
  return typeof value !== 'number' || value > inAnHour();
};
/** One claim that is wrong, whoever signed it. */
const wrongClaim: fc.Arbitrary<Record<string, string>> = fc.oneof(
  fc.oneof(json, fc.constantFrom('["<me>"]', '{"id":"<me>"}', '" <me>"')).map((sub) => ({ sub })),
  fc.oneof(json, fc.constantFrom('"<me>"', '["<mine>"]', '"<mine> "')).map((sid) => ({ sid })),
  json
    .filter(isNot('zanshang-api'))
    .filter(isNoListOf('zanshang-api'))
    .map((aud) => ({ aud })),
  json.filter(isNot('zanshang')).map((iss) => ({ iss })),
  json.filter(isNoFuture).map((exp) => ({ exp })),
  json.filter(isNoPast).map((nbf) => ({ nbf })),
);
const algorithm = fc.oneof(
  fc.constantFrom(
    '"none"',
    '"None"',
    '"HS512"',
    '"HS384"',
    '"RS256"',
    '"ES256"',
    '"PS256"',
    '"hs256"',
    '["HS256"]',
  ),
  json,
);
const header = fc.oneof(
  algorithm.map((alg) => `{"typ":"JWT","alg":${alg}}`),
  json,
  fc.constantFrom('{"alg":"HS256","alg":"none"}', '', '{', '{"alg":"HS256","kid":"../../dev/null"}'),
);

const forgery: fc.Arbitrary<Forgery> = fc.oneof(
  fc.record({
    header: fc.constant(GOOD_HEADER),
    wrong: wrongClaim,
    key: fc.constant('ours' as const),
    scheme,
  }),
  fc.record({ header: fc.constant(GOOD_HEADER), wrong: fc.constant({}), key, scheme }),
  fc.record({ header, wrong: fc.constant({}), key, scheme }),
  fc.record({ header, wrong: wrongClaim, key, scheme }),
);

describe('a token that this server did not give', () => {
  let app: TestApp;
  let client: Client;
  let me: Awaited<ReturnType<typeof register>>;
  let keys: Record<Forgery['key'], (text: string) => Buffer>;

  beforeAll(async () => {
    app = await createTestApp();
    client = new Client(app.url);
    me = await register(app);
    const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
    const hmac = (secret: KeyObject) => (text: string) => createHmac('sha256', secret).update(text).digest();
    keys = {
      ours: hmac(app.config.auth.jwtSecret),
      another: hmac(createSecretKey(Buffer.alloc(32, 7))),
      rsa: (text) => sign('sha256', Buffer.from(text), rsa),
      none: () => Buffer.alloc(0),
    };
  });
  afterAll(async () => {
    client.close();
    await app.close();
  });

  const encode = (text: string): string => Buffer.from(text).toString('base64url');

  function forge({ header: given, wrong, key: by }: Forgery): string {
    const claims = {
      ...{ sub: '"<me>"', sid: '"<mine>"', iss: '"zanshang"', aud: '"zanshang-api"' },
      ...{ exp: String(inAnHour()), ...wrong },
    };
    const pairs = Object.entries(claims).map(([name, value]) => `"${name}":${value}`);
    const text = `${encode(given)}.${encode(claimsText(pairs))}`;
    return `${text}.${keys[by](text).toString('base64url')}`;
  }

  function claimsText(pairs: readonly string[]): string {
    return `{${pairs.join()}}`.replaceAll('<me>', me.user.id).replaceAll('<mine>', sessionOf(me.token));
  }

  function ask(token: string, by: string) {
    const headers: Record<string, string> =
      by === 'cookie' ? { cookie: `zanshang=${token}` } : { authorization: headerValue(`${by} ${token}`) };
    return client.send({ method: 'GET', path: '/users/me', headers });
  }

  async function expectRefused(token: string, by: string): Promise<void> {
    const { status, headers, body } = await ask(token, by);
    expect([status, headers['content-type']]).toEqual([401, 'application/problem+json; charset=utf-8']);
    expect(JSON.parse(body)).toMatchObject({ status: 401, code: 'unauthenticated' });
  }

  it('is told from one that it did give', async () => {
    const good = forge({ header: GOOD_HEADER, wrong: {}, key: 'ours', scheme: 'Bearer' });
    for (const by of ['Bearer', 'jwt', 'cookie']) expect((await ask(good, by)).status).toBe(200);
  });

  it('is refused, whatever its header and its claims are, and whoever signed it', async () => {
    await fc.assert(
      fc.asyncProperty(forgery, (given) => expectRefused(forge(given), given.scheme)),
      runs(500, fixtures<Forgery>('tokens')),
    );
  });

  it('is refused where a good one was damaged on its way', async () => {
    await fc.assert(
      fc.asyncProperty(wounds, fc.constantFrom('Bearer', 'jwt'), async (given, by) => {
        const token = headerValue(damaged(Buffer.from(me.token), given).toString('latin1'));
        // A word after the token is not part of it.
        fc.pre(token.trim().split(/\s/)[0] !== me.token);
        await expectRefused(token, by);
      }),
      { seed, numRuns: 300 },
    );
  });

  it('is refused where it is no token at all, however long', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(nastyText, fc.constantFrom(...HUGE)), scheme, async (text, by) => {
        await expectRefused(headerValue(text).replace(/^\s+|\s+$/g, ''), by);
      }),
      { seed, numRuns: 300 },
    );
  });
});

/** Close to the 16 KB that all headers of a request may have. */
const HUGE = ['a', '.', 'a.', ' ', '=', ' a'].map((unit) => unit.repeat(15_000 / unit.length));
