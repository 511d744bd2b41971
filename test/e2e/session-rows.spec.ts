import { SessionUses } from '../../src/auth/session-uses.js';
import { Maintenance } from '../../src/operations/maintenance.js';
import { createTestApp, register, registerAdmin, sessionOf, type TestApp } from '../support/app.js';
import { openStream } from '../support/event-stream.js';

const PASSWORD = 'correct horse';

type Auth = Record<string, string>;

describe('the sessions of a user', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await createTestApp({ auth: { idleSeconds: 7200, adminIdleSeconds: 600 } });
  });
  afterAll(() => app.close());

  const me = (auth: Auth) => app.request.get('/users/me').set(auth);
  const list = (auth: Auth, query = '') => app.request.get(`/sessions${query}`).set(auth);

  async function logIn(username: string, program = 'curl/8'): Promise<{ id: string; auth: Auth }> {
    const { body } = await app.request
      .post('/users/login')
      .set('User-Agent', program)
      .send({ username, password: PASSWORD });
    return { id: sessionOf(body.token), auth: { Authorization: `Bearer ${body.token}` } };
  }

  async function someone() {
    const { user, auth, token } = await register(app);
    return { user, auth, id: sessionOf(token) };
  }

  /** As if the session had begun, or was last used, that many seconds earlier. */
  const age = (id: string, seconds: number) => shift('created_time', id, seconds);
  const idle = (id: string, seconds: number) => shift('used_time', id, seconds);
  const shift = (column: string, id: string, seconds: number) =>
    app.database.query(`UPDATE session SET ${column} = ${column} - make_interval(secs => $2) WHERE id = $1`, [
      id,
      seconds,
    ]);

  describe('are seen', () => {
    it('by their user, newest first, with where they came from', async () => {
      const { user, auth, id } = await someone();
      const phone = await logIn(user.username, `Mozilla/5.0 (iPhone) ${'x'.repeat(500)}`);
      const { status, body } = await list(auth);
      expect(status).toBe(200);
      expect(body).toEqual({
        items: [
          {
            id: phone.id,
            created_time: expect.stringMatching(/Z$/),
            used_time: expect.stringMatching(/Z$/),
            address: expect.stringMatching(/127.0.0.1|::1/),
            client: `Mozilla/5.0 (iPhone) ${'x'.repeat(279)}`,
            is_current: false,
          },
          expect.objectContaining({ id, is_current: true }),
        ],
        next_cursor: null,
      });
    });

    it('page by page', async () => {
      const { user, auth } = await someone();
      for (let i = 0; i < 2; i++) await logIn(user.username);
      const whole = (await list(auth)).body.items as { id: string }[];
      const first = (await list(auth, '?limit=2')).body;
      const second = (await list(auth, `?limit=2&cursor=${first.next_cursor}`)).body;
      expect([...first.items, ...second.items]).toEqual(whole);
      expect(second.next_cursor).toBeNull();
    });

    it('by nobody else, and not once they are over', async () => {
      const { user, auth, id } = await someone();
      const stranger = await someone();
      const [ended, forgotten, expired] = [
        await logIn(user.username),
        await logIn(user.username),
        await logIn(user.username),
      ];
      await app.request.delete('/session').set(ended.auth);
      await idle(forgotten.id, 7201);
      await app.database.query('UPDATE session SET expires_time = now() WHERE id = $1', [expired.id]);
      const ids = async (who: Auth) => (await list(who)).body.items.map((item: { id: string }) => item.id);
      expect(await ids(auth)).toEqual([id]);
      expect(await ids(stranger.auth)).toEqual([stranger.id]);
    });

    it.each(['?limit=0', '?limit=101', '?cursor=x'])('not with %s: 400', async (query) => {
      const { auth } = await someone();
      expect((await list(auth, query)).body.code).toBe('invalid_input');
    });
  });

  describe('are ended', () => {
    const end = (auth: Auth, id: string) => app.request.delete(`/sessions/${id}`).set(auth);

    it('one by one, and the token is refused at the next request', async () => {
      const { user, auth } = await someone();
      const [lost, kept] = [await logIn(user.username), await logIn(user.username)];
      expect((await end(auth, lost.id)).status).toBe(204);
      expect((await me(lost.auth)).body.code).toBe('unauthenticated');
      expect((await me(kept.auth)).status).toBe(200);
      expect((await end(auth, lost.id)).body).toMatchObject({ status: 404, code: 'session_not_found' });
    });

    it('by their own token, when a program logs out', async () => {
      const { auth } = await someone();
      expect((await app.request.delete('/session').set(auth)).status).toBe(204);
      expect((await me(auth)).status).toBe(401);
      expect((await app.request.delete('/session').set(auth)).status).toBe(204);
    });

    it('never by somebody else', async () => {
      const [{ auth, id }, stranger] = [await someone(), await someone()];
      expect((await end(stranger.auth, id)).status).toBe(404);
      expect((await me(auth)).status).toBe(200);
    });

    it.each(['me', '0', '%00', '01937b1e-6f5c-7d2a-9c3e-0f1a2b3c4d5e'])(
      'not where %s is none',
      async (id) => {
        const { auth } = await someone();
        expect((await end(auth, id)).body.code).toBe('session_not_found');
      },
    );

    it('only within ten minutes of a login: a session left open ends no other', async () => {
      const { user, auth, id } = await someone();
      const other = await logIn(user.username);
      await age(id, 601);
      for (const path of [`/sessions/${other.id}`, '/sessions']) {
        const { body } = await app.request.delete(path).set(auth);
        expect(body).toMatchObject({ status: 403, code: 'recent_login_required' });
      }
      expect((await me(other.auth)).status).toBe(200);
      const fresh = await logIn(user.username);
      expect((await end(fresh.auth, other.id)).status).toBe(204);
      expect((await app.request.delete('/sessions').set(fresh.auth)).status).toBe(204);
      expect((await me(auth)).status).toBe(401);
    });

    it('though they began while all were being ended', async () => {
      const { user, auth } = await someone();
      const rounds = Array.from({ length: 5 }, () => logIn(user.username));
      const [ended, ...begun] = await Promise.all([app.request.delete('/sessions').set(auth), ...rounds]);
      expect(ended.status).toBe(204);
      // Each login was before or after; none is half of it.
      const good = await Promise.all(begun.map(async (session) => (await me(session.auth)).status));
      const listed = await logIn(user.username);
      const { items } = (await list(listed.auth)).body;
      expect(items).toHaveLength(good.filter((status) => status === 200).length + 1);
    });
  });

  describe('end without use', () => {
    const flush = () => app.app.get(SessionUses, { strict: false }).flush();

    it('after the hours that there are, an administrator’s sooner', async () => {
      const { auth, id } = await someone();
      const admin = await registerAdmin(app);
      const adminSession = sessionOf(admin.token);
      await idle(id, 7100);
      await idle(adminSession, 500);
      expect([(await me(auth)).status, (await me(admin.auth)).status]).toEqual([200, 200]);
      await flush();
      await idle(id, 7201);
      await idle(adminSession, 601);
      expect((await me(auth)).body.code).toBe('unauthenticated');
      expect((await me(admin.auth)).body.code).toBe('unauthenticated');
    });

    it('and use begins the time anew', async () => {
      const { auth, id } = await someone();
      await idle(id, 7000);
      expect((await me(auth)).status).toBe(200);
      await flush();
      await idle(id, 7000);
      expect((await me(auth)).status).toBe(200);
    });

    it('though a page that nobody sits before listens on', async () => {
      const { auth, id } = await someone();
      await idle(id, 7000);
      const stream = await openStream(`${app.url}/live`, auth);
      await stream.hears('hello');
      await flush();
      const [row] = await app.database.query(
        'SELECT used_time < now() - $2::interval AS old FROM session WHERE id = $1',
        [id, '6000 s'],
      );
      stream.close();
      expect(row).toEqual({ old: true });
    });

    it('is not written at each request', async () => {
      const { auth, id } = await someone();
      await idle(id, 30);
      const read = () => app.database.query('SELECT used_time FROM session WHERE id = $1', [id]);
      const before = await read();
      await me(auth);
      await flush();
      expect(await read()).toEqual(before);
    });
  });

  it('are thrown away once they have expired', async () => {
    const [{ id }, { id: kept }] = [await someone(), await someone()];
    await app.database.query('UPDATE session SET expires_time = now() WHERE id = $1', [id]);
    await app.app.get(Maintenance, { strict: false }).run();
    const rows = await app.database.query('SELECT id FROM session WHERE id = ANY($1::uuid[])', [[id, kept]]);
    expect(rows).toEqual([{ id: kept }]);
  });
});
