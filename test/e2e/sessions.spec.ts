import { randomUUID } from 'node:crypto';
import { createTestApp, register, registerAdmin, type TestApp } from '../support/app.js';

const PASSWORD = 'correct horse';
const OUR_PAGE = { 'Sec-Fetch-Site': 'same-origin' };

/** A browser's side of a session: the cookie that it was given. */
async function logIn(app: TestApp, username: string, password = PASSWORD) {
  const answer = await app.request.post('/session').set(OUR_PAGE).send({ username, password });
  const [set = ''] = (answer.headers['set-cookie'] ?? []) as unknown as string[];
  return { answer, set, cookie: set.split(';')[0]! };
}

describe('the session of a page', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await createTestApp();
  });
  afterAll(() => app.close());

  const me = (cookie: string) => app.request.get('/users/me').set('Cookie', cookie);

  async function visitor() {
    const { user, token, auth } = await register(app);
    return { user, token, auth, ...(await logIn(app, user.username)) };
  }

  it('is a cookie that no script reads and no other site sends, and the token is nowhere else', async () => {
    const { answer, set, user } = await visitor();
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({ user });
    expect(set).toMatch(
      /^zanshang=[\w-]+\.[\w-]+\.[\w-]+; Max-Age=3600; Path=\/; HttpOnly; SameSite=Strict$/,
    );
  });

  it('says who asks, also beside other cookies, and its answers are for no cache', async () => {
    const { user, cookie } = await visitor();
    const { status, body, headers } = await me(`theme=dark; ${cookie}; zanshang_other=1`);
    expect({ status, body }).toEqual({ status: 200, body: user });
    expect(headers['cache-control']).toBe('no-store');
  });

  it('makes what pages make: an article', async () => {
    const { user, cookie } = await visitor();
    const { status, body } = await app.request
      .post('/articles')
      .set({ Cookie: cookie, ...OUR_PAGE })
      .send({ title: '题', content: '文' });
    expect({ status, author: body.user?.id }).toEqual({ status: 201, author: user.id });
  });

  it('is told to the page itself, and nobody is no error', async () => {
    const { cookie, user } = await visitor();
    const known = await app.request.get('/session').set('Cookie', cookie);
    const unknown = await app.request.get('/session').set('Cookie', 'zanshang=not.a.token');
    const nobody = await app.request.get('/session');
    expect([known.status, known.body]).toEqual([200, { user }]);
    expect([unknown.status, unknown.body]).toEqual([200, { user: null }]);
    expect([nobody.status, nobody.body]).toEqual([200, { user: null }]);
  });

  it.each([
    ['from another site', { 'Sec-Fetch-Site': 'cross-site' }],
    ['from a neighbouring site', { 'Sec-Fetch-Site': 'same-site' }],
    ['from another origin', { Origin: 'https://evil.example.com' }],
    ['from nowhere', {}],
  ])('changes nothing for a request %s: 403 cross_site', async (_, headers) => {
    const { cookie, user } = await visitor();
    const { status, body } = await app.request
      .patch('/users/me')
      .set({ Cookie: cookie, ...headers })
      .send({ nickname: '被改了' });
    expect({ status, code: body.code }).toEqual({ status: 403, code: 'cross_site' });
    expect((await me(cookie)).body.nickname).toBe(user.nickname);
  });

  it('changes things for an old browser that names our Origin', async () => {
    const { cookie } = await visitor();
    const { status } = await app.request
      .patch('/users/me')
      .set({ Cookie: cookie, Origin: app.url, Host: new URL(app.url).host })
      .send({ nickname: '新名字' });
    expect(status).toBe(200);
  });

  it('is read by a request from anywhere: only what changes something must come from our pages', async () => {
    const { cookie } = await visitor();
    expect((await me(cookie).set('Sec-Fetch-Site', 'cross-site')).status).toBe(200);
  });

  it('does not count beside an Authorization header, good or bad', async () => {
    const { cookie } = await visitor();
    const other = await register(app);
    expect((await me(cookie).set(other.auth)).body.id).toBe(other.user.id);
    expect((await me(cookie).set('Authorization', 'Bearer rubbish')).status).toBe(401);
    const { status } = await app.request
      .patch('/users/me')
      .set({ Cookie: cookie, ...other.auth })
      .send({ nickname: '他' });
    expect(status).toBe(200);
  });

  it.each(['zanshang=rubbish', 'zanshang=', 'zanshang=a.b.c', 'zanshang', 'zanshang=%E0%A4%A'])(
    'that is broken (%s) is nobody on an open route, and 401 elsewhere',
    async (cookie) => {
      expect((await app.request.get('/articles').set('Cookie', cookie)).status).toBe(200);
      expect((await me(cookie)).body.code).toBe('unauthenticated');
    },
  );

  it('is not begun with a wrong password, and then there is no cookie', async () => {
    const { user } = await register(app);
    const { answer } = await logIn(app, user.username, 'wrong horse');
    expect(answer.body.code).toBe('bad_credentials');
    expect(answer.headers['set-cookie']).toBeUndefined();
  });

  it.each([
    ['text/plain', JSON.stringify],
    [
      'application/x-www-form-urlencoded',
      (login: Record<string, string>) => String(new URLSearchParams(login)),
    ],
    ['multipart/form-data; boundary=x', JSON.stringify],
  ] as const)('is not begun by what a form of another site can send: %s', async (type, write) => {
    const { user } = await register(app);
    const { status, headers } = await app.request
      .post('/session')
      .set({ 'Content-Type': type, 'Sec-Fetch-Site': 'cross-site' })
      .send(write({ username: user.username, password: PASSWORD }));
    expect([400, 415]).toContain(status);
    expect(headers['set-cookie']).toBeUndefined();
  });

  it('is not begun by somebody deactivated', async () => {
    const { user } = await register(app);
    await app.database.query('UPDATE users SET is_active = false WHERE id = $1', [user.id]);
    expect((await logIn(app, user.username)).answer.body.code).toBe('user_deactivated');
  });

  it('ends with logging out, also for a copy of its cookie; other sessions of the user go on', async () => {
    const { cookie, auth, user } = await visitor();
    const other = await logIn(app, user.username);
    const { status, headers } = await app.request.delete('/session').set({ Cookie: cookie, ...OUR_PAGE });
    expect(status).toBe(204);
    expect(headers['set-cookie']).toEqual(['zanshang=; Max-Age=0; Path=/; HttpOnly; SameSite=Strict']);
    expect((await me(cookie)).body.code).toBe('unauthenticated');
    expect((await me(other.cookie)).status).toBe(200);
    expect((await app.request.get('/users/me').set(auth)).status).toBe(200);
  });

  it.each(['zanshang=rubbish', 'theme=dark'])('ends nothing with the cookie %s', async (given) => {
    const { cookie } = await visitor();
    const { status } = await app.request.delete('/session').set({ Cookie: given, ...OUR_PAGE });
    expect(status).toBe(204);
    expect((await me(cookie)).status).toBe(200);
  });

  it('is not ended by another site', async () => {
    const { cookie } = await visitor();
    const { status } = await app.request
      .delete('/session')
      .set({ Cookie: cookie, 'Sec-Fetch-Site': 'cross-site' });
    expect(status).toBe(403);
    expect((await me(cookie)).status).toBe(200);
  });

  it('ends when somebody logs in with the same browser again; with a wrong password it goes on', async () => {
    const { cookie, user } = await visitor();
    const again = (password: string) =>
      app.request
        .post('/session')
        .set({ Cookie: cookie, ...OUR_PAGE })
        .send({ username: user.username, password });
    expect((await again('wrong horse')).status).toBe(401);
    expect((await me(cookie)).status).toBe(200);
    const answer = await again(PASSWORD);
    expect(answer.status).toBe(200);
    expect((await me(cookie)).status).toBe(401);
    expect((await me(answer.headers['set-cookie']![0]!.split(';')[0]!)).body).toEqual(user);
  });

  it('begins with registering in a page, and the token is in the cookie alone', async () => {
    const username = `u_${randomUUID().slice(0, 13)}`;
    const register = () =>
      app.request.post('/session/registration').set(OUR_PAGE).send({ username, password: PASSWORD });
    const { status, body, headers } = await register();
    expect({ status, body }).toMatchObject({ status: 201, body: { user: { username } } });
    expect(Object.keys(body)).toEqual(['user']);
    expect((await me(headers['set-cookie']![0]!.split(';')[0]!)).body).toEqual(body.user);
    const taken = await register();
    expect([taken.status, taken.body.code, taken.headers['set-cookie']]).toEqual([
      409,
      'username_taken',
      undefined,
    ]);
  });

  it('ends everywhere at once: other browsers, and tokens of programs; a new one begins', async () => {
    const { user, auth, cookie } = await visitor();
    const other = await logIn(app, user.username);
    const stranger = await visitor();
    const { status, headers } = await app.request.delete('/sessions').set({ Cookie: cookie, ...OUR_PAGE });
    expect(status).toBe(204);
    expect(headers['set-cookie']?.[0]).toContain('Max-Age=0');
    for (const old of [cookie, other.cookie]) expect((await me(old)).body.code).toBe('unauthenticated');
    expect((await app.request.get('/users/me').set(auth)).status).toBe(401);
    expect((await me((await logIn(app, user.username)).cookie)).status).toBe(200);
    expect((await me(stranger.cookie)).status).toBe(200);
  });

  it('does not come back when its user is deactivated and activated again', async () => {
    const admin = await registerAdmin(app);
    const { user, cookie } = await visitor();
    for (const is_active of [false, true]) {
      await app.request.patch(`/admin/users/${user.id}`).set(admin.auth).send({ is_active });
    }
    expect((await me(cookie)).body.code).toBe('unauthenticated');
    expect((await me((await logIn(app, user.username)).cookie)).status).toBe(200);
  });

  describe('and a new password', () => {
    const change = (cookie: string, current_password: string, password: string) =>
      app.request
        .post('/users/me/password')
        .set({ Cookie: cookie, ...OUR_PAGE })
        .send({ current_password, password });

    it('ends all sessions; only the new password begins one', async () => {
      const { user, auth, cookie } = await visitor();
      const { status, headers } = await change(cookie, PASSWORD, 'battery staple');
      expect(status).toBe(204);
      expect(headers['set-cookie']?.[0]).toContain('Max-Age=0');
      expect((await me(cookie)).status).toBe(401);
      expect((await app.request.get('/users/me').set(auth)).status).toBe(401);
      expect((await logIn(app, user.username)).answer.status).toBe(401);
      expect((await logIn(app, user.username, 'battery staple')).answer.status).toBe(200);
    });

    it('is refused where the current one is wrong, and the session stays', async () => {
      const { cookie } = await visitor();
      const { status, body } = await change(cookie, 'wrong horse', 'battery staple');
      expect({ status, code: body.code }).toEqual({ status: 401, code: 'bad_credentials' });
      expect((await me(cookie)).status).toBe(200);
    });

    it('is refused where it is too short', async () => {
      const { cookie } = await visitor();
      const { status, body } = await change(cookie, PASSWORD, 'short');
      expect({ status, fields: body.errors }).toMatchObject({ status: 400, fields: [{ field: 'password' }] });
    });

    it('is one of two that are set at the same time with the same old one', async () => {
      const { user, cookie } = await visitor();
      const answers = await Promise.all(
        ['first choice', 'other choice'].map((p) => change(cookie, PASSWORD, p)),
      );
      expect(answers.map(({ status }) => status).sort()).toEqual([204, 401]);
      const works = answers[0]!.status === 204 ? 'first choice' : 'other choice';
      expect((await logIn(app, user.username, works)).answer.status).toBe(200);
    });
  });
});

describe('the session of a page behind https', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await createTestApp({ http: { publicUrl: 'https://tips.example.com' } });
  });
  afterAll(() => app.close());

  it('is a cookie of this host alone, over https alone', async () => {
    const { user } = await register(app);
    const { set, cookie } = await logIn(app, user.username);
    expect(set).toMatch(/^__Host-zanshang=\S+; Max-Age=3600; Path=\/; HttpOnly; SameSite=Strict; Secure$/);
    expect((await app.request.get('/users/me').set('Cookie', cookie)).status).toBe(200);
  });

  it('is not taken from the name that a neighbour could set', async () => {
    const { user } = await register(app);
    const { cookie } = await logIn(app, user.username);
    const renamed = cookie.replace('__Host-', '');
    expect((await app.request.get('/users/me').set('Cookie', renamed)).status).toBe(401);
  });

  it('changes things for a page at the public address, though the proxy names another host', async () => {
    const { user } = await register(app);
    const { cookie } = await logIn(app, user.username);
    const patch = (origin: string) =>
      app.request.patch('/users/me').set({ Cookie: cookie, Origin: origin }).send({ nickname: '新' });
    expect((await patch('https://tips.example.com')).status).toBe(200);
    expect((await patch('https://tips.example.com.evil.com')).status).toBe(403);
  });
});
