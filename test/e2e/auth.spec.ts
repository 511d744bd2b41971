import {
  createHmac,
  createSecretKey,
  generateKeyPairSync,
  type KeyObject,
  randomUUID,
  sign,
} from 'node:crypto';
import { createTestApp, register, registerAdmin, sessionOf, type TestApp } from '../support/app.js';

const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const inAnHour = (): number => Math.floor(Date.now() / 1000) + 3600;

/** Who gives tokens, and whom for. */
const OURS = { iss: 'zanshang', aud: 'zanshang-api' };

/** A token by hand, so that it can be wrong in every way. */
function forge(
  secret: KeyObject,
  claims: Record<string, unknown>,
  header: Record<string, unknown> = { alg: 'HS256', typ: 'JWT' },
): string {
  const signed = `${encode(header)}.${encode({ ...OURS, exp: inAnHour(), ...claims })}`;
  const hash = header.alg === 'HS512' ? 'sha512' : 'sha256';
  return `${signed}.${createHmac(hash, secret).update(signed).digest('base64url')}`;
}

describe('who asks', () => {
  let app: TestApp;
  let secret: KeyObject;
  let user: Awaited<ReturnType<typeof register>>;
  /** What a good token of this user says. */
  let mine: { sub: string; sid: string };

  const me = (authorization: string) => app.request.get('/users/me').set('Authorization', authorization);
  const meWith = (token: string) => me(`Bearer ${token}`);

  beforeAll(async () => {
    app = await createTestApp();
    secret = app.config.auth.jwtSecret;
    user = await register(app);
    mine = { sub: user.user.id, sid: sessionOf(user.token) };
  });
  afterAll(() => app.close());

  it.each(['Bearer', 'bearer', 'BEARER', 'jwt', 'JWT'])(
    'is known by a token with the scheme %s',
    async (scheme) => {
      const { status, body } = await me(`${scheme} ${user.token}`);
      expect(status).toBe(200);
      expect(body).toEqual(user.user);
    },
  );

  it('is known by a token that another instance with the same secret would make', async () => {
    expect((await meWith(forge(secret, mine))).status).toBe(200);
  });

  it('hears 401 with a problem document and a challenge when no token came', async () => {
    const { status, body, headers } = await app.request.get('/users/me').set('Accept-Language', 'en');
    expect(status).toBe(401);
    expect(headers['content-type']).toContain('application/problem+json');
    expect(headers['www-authenticate']).toBe('Bearer');
    expect(body).toMatchObject({ status: 401, code: 'unauthenticated', detail: 'Log in first' });
  });

  it('is not believed with a token signed by another secret', async () => {
    const other = createSecretKey(Buffer.alloc(32, 7));
    await expectRefused(forge(other, mine));
  });

  it('is not believed with alg none', async () => {
    const unsigned = `${encode({ alg: 'none' })}.${encode({ ...mine, ...OURS, exp: inAnHour() })}.`;
    await expectRefused(unsigned);
  });

  it('is not believed with HS512, though the secret is right', async () => {
    await expectRefused(forge(secret, mine, { alg: 'HS512', typ: 'JWT' }));
  });

  it('is not believed with RS256 and a key of the forger', async () => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const signed = `${encode({ alg: 'RS256' })}.${encode({ ...mine, ...OURS, exp: inAnHour() })}`;
    await expectRefused(`${signed}.${sign('sha256', Buffer.from(signed), privateKey).toString('base64url')}`);
  });

  it('is not believed once the token has expired', async () => {
    await expectRefused(forge(secret, { ...mine, exp: Math.floor(Date.now() / 1000) - 1 }));
  });

  it('is not believed before the token begins', async () => {
    await expectRefused(forge(secret, { ...mine, nbf: inAnHour() }));
  });

  it('is not believed with a token of another issuer', async () => {
    await expectRefused(forge(secret, { ...mine, iss: 'elsewhere' }));
  });

  it.each(['another-api', ['another-api'], '', 7, null])(
    'is not believed with a token for %j',
    async (aud) => {
      await expectRefused(forge(secret, { ...mine, aud }));
    },
  );

  it.each([
    ['none', undefined],
    ['one that nobody has', '01937b1e-6f5c-7d2a-9c3e-0f1a2b3c4d5e'],
    ['no id', 'mine'],
    ['a list', ['<mine>']],
  ])('is not believed when the session is %s', async (_, sid) => {
    await expectRefused(forge(secret, { ...mine, sid }));
  });

  it('is not believed when the session is somebody else’s', async () => {
    const other = await register(app);
    await expectRefused(forge(secret, { ...mine, sid: sessionOf(other.token) }));
  });

  it.each([
    ['nobody we know', randomUUID()],
    ['no id', 'me'],
    ['a number', 7],
    ['an object', { id: 1 }],
    ['nothing', undefined],
  ])('is not believed when the subject is %s', async (_, sub) => {
    await expectRefused(forge(secret, { ...mine, sub }));
  });

  it.each(['', 'a', 'a.b.c', '..', `${'x'.repeat(4000)}.y.z`])(
    'is not believed with the word %#',
    async (word) => {
      await expectRefused(word);
    },
  );

  it('is not believed when the payload was changed after signing', async () => {
    const other = await register(app);
    const [header, , signature] = user.token.split('.');
    const payload = other.token.split('.')[1];
    await expectRefused(`${header}.${payload}.${signature}`);
  });

  it('is not known by a token in the query or the body', async () => {
    const { status } = await app.request.get(`/users/me?access_token=${user.token}&auth_token=${user.token}`);
    expect(status).toBe(401);
  });

  it('hears user_deactivated at once, and is welcome again at once', async () => {
    const leaver = await register(app);
    await app.database.query('UPDATE users SET is_active = false WHERE id = $1', [leaver.user.id]);
    const refused = await meWith(leaver.token);
    expect(refused.status).toBe(401);
    expect(refused.body.code).toBe('user_deactivated');
    await app.database.query('UPDATE users SET is_active = true WHERE id = $1', [leaver.user.id]);
    expect((await meWith(leaver.token)).status).toBe(200);
  });

  it('is anonymous on an open route with a bad token, an expired one or a deactivated account', async () => {
    const leaver = await register(app);
    await app.database.query('UPDATE users SET is_active = false WHERE id = $1', [leaver.user.id]);
    const expired = forge(secret, { ...mine, exp: 1 });
    for (const token of ['rubbish', expired, leaver.token]) {
      const { status } = await app.request.get('/articles').set('Authorization', `Bearer ${token}`);
      expect(status).toBe(200);
    }
  });

  it('is not an administrator because the token says so', async () => {
    const token = forge(secret, { ...mine, role: 'admin', is_admin: true });
    const { status, body } = await app.request.get('/admin/users').set('Authorization', `Bearer ${token}`);
    expect(status).toBe(403);
    expect(body.code).toBe('forbidden');
  });

  it('is an administrator as long as the database says so', async () => {
    const admin = await registerAdmin(app);
    expect((await app.request.get('/admin/users').set(admin.auth)).status).toBe(200);
    await app.database.query(`UPDATE users SET role = 'user' WHERE id = $1`, [admin.user.id]);
    expect((await app.request.get('/admin/users').set(admin.auth)).status).toBe(403);
  });

  it('hears 401, not 403, on an administrators route without a token', async () => {
    expect((await app.request.get('/admin/users')).status).toBe(401);
  });

  async function expectRefused(token: string): Promise<void> {
    const { status, body } = await meWith(token);
    expect(status).toBe(401);
    expect(body.code).toBe('unauthenticated');
  }
});

describe('tokens of a server that gives them two seconds', () => {
  it('work, then expire', async () => {
    const app = await createTestApp({ auth: { tokenLifetimeSeconds: 2 } });
    const { token } = await register(app);
    const claims = JSON.parse(Buffer.from(token.split('.')[1]!, 'base64url').toString('utf8'));
    expect(claims.exp - claims.iat).toBe(2);
    expect(Object.keys(claims).sort()).toEqual(['aud', 'exp', 'iat', 'iss', 'sid', 'sub']);
    await new Promise((resolve) => setTimeout(resolve, 2500));
    const { status } = await app.request.get('/users/me').set('Authorization', `Bearer ${token}`);
    expect(status).toBe(401);
    await app.close();
  });
});

describe('two servers in one process', () => {
  it('do not accept the tokens of each other, and both go on accepting their own', async () => {
    const app = await createTestApp();
    const other = await createTestApp({}, app.database);
    const [user, stranger] = [await register(app), await register(other)];
    expect((await app.request.get('/users/me').set(user.auth)).status).toBe(200);
    expect((await other.request.get('/users/me').set(stranger.auth)).status).toBe(200);
    expect((await app.request.get('/users/me').set(stranger.auth)).status).toBe(401);
    await other.close();
    expect((await app.request.get('/users/me').set(user.auth)).status).toBe(200);
    await app.close();
  });

  it('never take one asker for another, however many ask at once', async () => {
    const app = await createTestApp();
    const users = await Promise.all(Array.from({ length: 4 }, () => register(app)));
    const asked = Array.from({ length: 80 }, (_, i) => users[i % users.length]!);
    const answers = await Promise.all(asked.map(({ auth }) => app.request.get('/users/me').set(auth)));
    expect(answers.map(({ body }) => body.id)).toEqual(asked.map(({ user }) => user.id));
    await app.close();
  });
});
