import { createTestApp, register, registerAdmin, sessionOf, type TestApp } from '../support/app.js';
import { codeAt, switchOn } from '../support/second-factor.js';

const PASSWORD = 'correct horse';

type Auth = Record<string, string>;

describe('a second factor', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await createTestApp({ limits: { on: false } });
  });
  afterAll(() => app.close());

  const state = async (auth: Auth) => (await app.request.get('/users/me/second-factor').set(auth)).body;
  const propose = (auth: Auth) => app.request.post('/users/me/second-factor').set(auth);
  const confirm = (auth: Auth, code: unknown) =>
    app.request.post('/users/me/second-factor/confirm').set(auth).send({ code });
  const remove = (auth: Auth) => app.request.delete('/users/me/second-factor').set(auth);
  const logIn = (username: string, code?: unknown, password = PASSWORD) =>
    app.request.post('/users/login').send({ username, password, ...(code !== undefined && { code }) });
  const me = (auth: Auth) => app.request.get('/users/me').set(auth);
  const bearer = (token: string): Auth => ({ Authorization: `Bearer ${token}` });

  async function someone() {
    const { user, auth, token } = await register(app);
    return { username: user.username, id: user.id, auth, session: sessionOf(token) };
  }

  async function guarded() {
    const person = await someone();
    return { ...person, ...(await switchOn(app, person.auth)) };
  }

  describe('is set up', () => {
    it('with a secret that is asked for only after its first code', async () => {
      const { username, auth } = await someone();
      expect(await state(auth)).toEqual({ is_on: false, is_required: false, recovery_codes_left: 0 });
      const { status, body } = await propose(auth);
      expect(status).toBe(201);
      expect(body).toEqual({
        secret: expect.stringMatching(/^[A-Z2-7]{32}$/),
        uri: expect.stringContaining('otpauth://totp/'),
      });
      expect((await logIn(username)).status).toBe(200);
      expect((await confirm(auth, codeAt(body.secret))).status).toBe(200);
      expect(await state(auth)).toEqual({ is_on: true, is_required: false, recovery_codes_left: 10 });
      expect((await logIn(username)).body).toMatchObject({ status: 401, code: 'second_factor_required' });
    });

    it('and every other session ends, since it began without it', async () => {
      const { username, auth } = await someone();
      const other = bearer((await logIn(username)).body.token);
      await switchOn(app, auth);
      expect((await me(other)).status).toBe(401);
      expect((await me(auth)).status).toBe(200);
    });

    it('with the newest secret that was proposed', async () => {
      const { auth } = await someone();
      const first = (await propose(auth)).body.secret;
      const second = (await propose(auth)).body.secret;
      expect((await confirm(auth, codeAt(first))).body.code).toBe('bad_code');
      expect((await confirm(auth, codeAt(second))).status).toBe(200);
    });

    it.each(['000', 'abcdef', '1234567'])('not with the code %p', async (code) => {
      const { auth, username } = await someone();
      await propose(auth);
      expect((await confirm(auth, code)).body).toMatchObject({ status: 401, code: 'bad_code' });
      expect((await logIn(username)).status).toBe(200);
    });

    it.each([undefined, 123456, '', 'x'.repeat(65), null])('not with the code %p: 400', async (code) => {
      const { auth } = await someone();
      await propose(auth);
      const { status, body } = await confirm(auth, code);
      expect([status, body.errors?.[0]?.field]).toEqual([400, 'code']);
    });

    it('not without a secret, and not twice', async () => {
      const { auth } = await someone();
      expect((await confirm(auth, '123456')).body).toMatchObject({
        status: 409,
        code: 'second_factor_is_off',
      });
      const { secret } = await switchOn(app, auth);
      expect((await propose(auth)).body).toMatchObject({ status: 409, code: 'second_factor_is_on' });
      expect((await confirm(auth, codeAt(secret))).body.code).toBe('second_factor_is_on');
    });

    it('by one of several confirmations at once', async () => {
      const { auth } = await someone();
      const { secret } = (await propose(auth)).body;
      const answers = await Promise.all(Array.from({ length: 5 }, () => confirm(auth, codeAt(secret))));
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409, 409]);
      expect(await state(auth)).toMatchObject({ recovery_codes_left: 10 });
    });

    it('only within ten minutes of a login, like all that changes it', async () => {
      const { auth, session } = await guarded();
      await app.database.query(
        `UPDATE session SET created_time = created_time - interval '11 minutes' WHERE id = $1`,
        [session],
      );
      const renew = app.request.post('/users/me/second-factor/recovery-codes').set(auth);
      for (const answer of [
        await propose(auth),
        await confirm(auth, '123456'),
        await remove(auth),
        await renew,
      ]) {
        expect(answer.body).toMatchObject({ status: 403, code: 'recent_login_required' });
      }
      expect(await state(auth)).toMatchObject({ is_on: true });
    });
  });

  describe('is asked for', () => {
    it('and a code logs in, as programs and as pages', async () => {
      const { username, secret } = await guarded();
      const program = await logIn(username, codeAt(secret));
      expect(program.status).toBe(200);
      expect((await me(bearer(program.body.token))).body.username).toBe(username);
      const code = ` ${codeAt(secret, Date.now() + 30_000).replace(/^.../, '$& ')} `;
      const page = await app.request.post('/session').send({ username, password: PASSWORD, code });
      expect(page.status).toBe(200);
    });

    it('and not told to somebody with a wrong password', async () => {
      const { username, secret } = await guarded();
      for (const code of [undefined, codeAt(secret), '000000']) {
        expect((await logIn(username, code, 'wrong horse')).body.code).toBe('bad_credentials');
      }
    });

    it.each(['12345', 'AAAA-AAAA-AAAA-AAAA-AAAA-AAAA', ' ', '１２３４５６'])(
      'and %p is refused',
      async (code) => {
        const { username } = await guarded();
        const { status, body } = await logIn(username, code);
        expect({ status, code: body.code }).toEqual({ status: 401, code: 'bad_code' });
        expect(body.token).toBeUndefined();
      },
    );

    it('and somebody else’s code is refused', async () => {
      const [{ username }, stranger] = [await guarded(), await guarded()];
      expect((await logIn(username, codeAt(stranger.secret))).body.code).toBe('bad_code');
      expect((await logIn(username, stranger.codes[0])).body.code).toBe('bad_code');
    });

    it('and a code works once, nor does one from before it', async () => {
      const { username, secret } = await guarded();
      const now = codeAt(secret);
      expect((await logIn(username, now)).status).toBe(200);
      expect((await logIn(username, now)).body.code).toBe('bad_code');
      const next = codeAt(secret, Date.now() + 30_000);
      expect((await logIn(username, next)).status).toBe(200);
      expect((await logIn(username, now)).body.code).toBe('bad_code');
    });

    it.each(['app', 'recovery'])('and one of several logins at once has the code (%s)', async (kind) => {
      const { username, secret, codes } = await guarded();
      const code = kind === 'app' ? codeAt(secret) : codes[3];
      const answers = await Promise.all(Array.from({ length: 6 }, () => logIn(username, code)));
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 401, 401, 401, 401, 401]);
    });

    it('and a recovery code logs in once, however it is typed', async () => {
      const { username, codes, auth } = await guarded();
      expect((await logIn(username, codes[0]!.toLowerCase().replaceAll('-', ''))).status).toBe(200);
      expect((await logIn(username, codes[0])).body.code).toBe('bad_code');
      expect((await logIn(username, codes[1])).status).toBe(200);
      expect(await state(auth)).toMatchObject({ recovery_codes_left: 8 });
    });

    it('and new recovery codes replace the old ones', async () => {
      const { username, codes, auth } = await guarded();
      const { status, body } = await app.request.post('/users/me/second-factor/recovery-codes').set(auth);
      expect([status, body.recovery_codes.length]).toEqual([200, 10]);
      expect((await logIn(username, codes[0])).body.code).toBe('bad_code');
      expect((await logIn(username, body.recovery_codes[0])).status).toBe(200);
    });

    it('but not of somebody deactivated, who hears that first', async () => {
      const { username, id } = await guarded();
      await app.database.query('UPDATE users SET is_active = false WHERE id = $1', [id]);
      expect((await logIn(username)).body.code).toBe('user_deactivated');
    });
  });

  describe('is switched off', () => {
    it('by its owner, and the password alone logs in', async () => {
      const { username, auth } = await guarded();
      expect((await remove(auth)).status).toBe(204);
      expect(await state(auth)).toEqual({ is_on: false, is_required: false, recovery_codes_left: 0 });
      expect((await logIn(username)).status).toBe(200);
      expect((await remove(auth)).body.code).toBe('second_factor_is_off');
    });

    it('by an administrator, for somebody who has lost it; not by others', async () => {
      const { username, id, auth } = await guarded();
      const admin = await registerAdmin(app);
      const path = `/admin/users/${id}/second-factor`;
      expect((await app.request.delete(path).set(auth)).status).toBe(403);
      expect((await app.request.delete(path).set(admin.auth)).status).toBe(204);
      expect((await logIn(username)).status).toBe(200);
      expect((await app.request.delete(path).set(admin.auth)).body.code).toBe('second_factor_is_off');
    });

    it.each(['me', '%00', '01937b1e-6f5c-7d2a-9c3e-0f1a2b3c4d5e'])('not of nobody: %s', async (id) => {
      const { auth } = await registerAdmin(app);
      const { body } = await app.request.delete(`/admin/users/${id}/second-factor`).set(auth);
      expect(body.code).toBe('second_factor_is_off');
    });

    it('not by a new password', async () => {
      const { username, auth } = await guarded();
      const change = { current_password: PASSWORD, password: 'battery staple' };
      expect((await app.request.post('/users/me/password').set(auth).send(change)).status).toBe(204);
      expect((await logIn(username, undefined, 'battery staple')).body.code).toBe('second_factor_required');
    });
  });

  it('keeps its recovery codes nowhere, only digests of them', async () => {
    const { id, codes } = await guarded();
    const rows = await app.database.query('SELECT digest FROM recovery_code WHERE user_id = $1', [id]);
    expect(rows).toHaveLength(10);
    for (const { digest } of rows as { digest: Buffer }[]) {
      expect(digest).toHaveLength(32);
      expect(codes.some((code) => digest.includes(code.slice(0, 4)))).toBe(false);
    }
  });
});

describe('where administrators need a second factor', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await createTestApp({ auth: { adminsNeedSecondFactor: true } });
  });
  afterAll(() => app.close());

  const users = (auth: Auth) => app.request.get('/admin/users').set(auth);

  it('one who has none is refused until it is on, and can switch it on', async () => {
    const { auth } = await registerAdmin(app);
    expect((await users(auth)).body).toMatchObject({ status: 403, code: 'second_factor_missing' });
    expect((await app.request.get('/users/me/second-factor').set(auth)).body.is_required).toBe(true);
    await switchOn(app, auth);
    expect((await users(auth)).status).toBe(200);
  });

  it('one who switches it off is refused from then on, in all sessions', async () => {
    const { user, auth } = await registerAdmin(app);
    const { secret } = await switchOn(app, auth);
    const login = { username: user.username, password: PASSWORD, code: codeAt(secret) };
    const { body } = await app.request.post('/users/login').send(login);
    const other = { Authorization: `Bearer ${body.token}` };
    expect((await users(other)).status).toBe(200);
    await app.request.delete('/users/me/second-factor').set(auth);
    for (const who of [auth, other]) expect((await users(who)).body.code).toBe('second_factor_missing');
  });

  it('everybody else is asked for none', async () => {
    const { auth } = await register(app);
    expect((await users(auth)).body.code).toBe('forbidden');
    expect((await app.request.get('/wallet').set(auth)).status).toBe(200);
    expect((await app.request.get('/users/me/second-factor').set(auth)).body.is_required).toBe(false);
  });
});

describe('guesses at a second factor', () => {
  it('are ten; more are not checked, the right one neither', async () => {
    const app = await createTestApp({ limits: { on: true } });
    const { user, auth } = await register(app);
    const { secret } = await switchOn(app, auth);
    const logIn = (code: string) =>
      app.request.post('/users/login').send({ username: user.username, password: PASSWORD, code });
    const answers = await Promise.all(Array.from({ length: 14 }, () => logIn('000')));
    const codes = answers.map(({ body }) => body.code as string).sort();
    expect(codes.filter((code) => code === 'bad_code')).toHaveLength(10);
    expect((await logIn(codeAt(secret))).body.code).toBe('rate_limited');
    await app.close();
  });
});
