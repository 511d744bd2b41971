import { randomUUID } from 'node:crypto';
import { createTestApp, register, registerAdmin, type TestApp, type TestUser } from '../support/app.js';

describe('administrators of users', () => {
  let app: TestApp;
  let admin: Awaited<ReturnType<typeof register>>;
  const list = (query: string) => app.request.get(`/admin/users${query}`).set(admin.auth);
  const patch = (id: string, body: object, auth = admin.auth) =>
    app.request.patch(`/admin/users/${id}`).set(auth).send(body);
  const names = (body: { items: TestUser[] }): string[] => body.items.map(({ username }) => username);

  beforeAll(async () => {
    app = await createTestApp();
    admin = await registerAdmin(app, 'boss');
    for (const name of ['Alice', 'alan', 'al_ba', 'bob']) await register(app, name);
  });
  afterAll(() => app.close());

  it('see users newest first, with activity and time, never a hash', async () => {
    const { status, body } = await list('');
    expect(status).toBe(200);
    expect(names(body)).toEqual(['bob', 'al_ba', 'alan', 'Alice', 'boss']);
    expect(body.next_cursor).toBeNull();
    expect(Object.keys(body.items[0]).sort()).toEqual(
      [
        'avatar',
        'created_time',
        'has_second_factor',
        'id',
        'is_active',
        'nickname',
        'role',
        'username',
      ].sort(),
    );
  });

  it('walk through pages, each user once', async () => {
    const seen: string[] = [];
    let cursor = '';
    do {
      const { body } = await list(`?limit=2${cursor}`);
      seen.push(...names(body));
      cursor = body.next_cursor === null ? '' : `&cursor=${body.next_cursor}`;
    } while (cursor !== '');
    expect(seen).toEqual(['bob', 'al_ba', 'alan', 'Alice', 'boss']);
  });

  it('find by the beginning of the name in any case, and take _ and % literally', async () => {
    expect(names((await list('?q=AL')).body)).toEqual(['al_ba', 'alan', 'Alice']);
    expect(names((await list('?q=al_')).body)).toEqual(['al_ba']);
    expect(names((await list('?q=%25')).body)).toEqual([]);
    expect(names((await list('?q=%5C')).body)).toEqual([]);
    expect(names((await list('?q=')).body)).toHaveLength(5);
  });

  it('find by role and by activity', async () => {
    expect(names((await list('?role=admin')).body)).toEqual(['boss']);
    expect(names((await list('?role=user&q=b')).body)).toEqual(['bob']);
    expect(names((await list('?is_active=false')).body)).toEqual([]);
  });

  it.each([
    '?role=root',
    '?is_active=1',
    '?limit=0',
    '?limit=101',
    '?cursor=x',
    '?q=%00',
    '?role=admin&role=user',
  ])('are refused %s', async (query) => {
    const { status, body } = await list(query);
    expect(status).toBe(400);
    expect(body.code).toBe('invalid_input');
  });

  it('deactivate a user, whose token is refused at once and for ever, and activate them again', async () => {
    const user = await register(app, 'carol');
    const { status, body } = await patch(user.user.id, { is_active: false });
    expect(status).toBe(200);
    expect(body).toMatchObject({ ...user.user, is_active: false });
    expect((await app.request.get('/users/me').set(user.auth)).body.code).toBe('user_deactivated');
    expect(names((await list('?is_active=false')).body)).toEqual(['carol']);
    await patch(user.user.id, { is_active: true });
    expect((await app.request.get('/users/me').set(user.auth)).body.code).toBe('unauthenticated');
    const again = await app.request
      .post('/users/login')
      .send({ username: 'carol', password: 'correct horse' });
    const auth = { Authorization: `Bearer ${again.body.token as string}` };
    expect((await app.request.get('/users/me').set(auth)).status).toBe(200);
  });

  it('make somebody an administrator, who can at once take it back', async () => {
    const user = await register(app, 'dave');
    await patch(user.user.id, { role: 'admin' });
    const { status, body } = await patch(user.user.id, { role: 'user' }, user.auth);
    expect(status).toBe(200);
    expect(body.role).toBe('user');
    expect((await patch(user.user.id, { role: 'admin' }, user.auth)).status).toBe(403);
  });

  it.each([{ role: 'user' }, { is_active: false }, { role: 'user', is_active: false }])(
    'cannot do %j to the last of them',
    async (body) => {
      const { status, body: problem } = await patch(admin.user.id, body);
      expect(status).toBe(409);
      expect(problem.code).toBe('last_admin');
    },
  );

  it('may say of the last of them what is so already', async () => {
    expect((await patch(admin.user.id, { role: 'admin', is_active: true })).status).toBe(200);
    expect((await patch(admin.user.id, {})).status).toBe(200);
  });

  it('are never all gone, however many step down at the same moment', async () => {
    const others = await Promise.all(['a1-adm', 'a2-adm', 'a3-adm'].map((name) => registerAdmin(app, name)));
    const all = [admin, ...others];
    const answers = await Promise.all(
      all.map(({ user, auth }, i) => patch(user.id, i % 2 ? { role: 'user' } : { is_active: false }, auth)),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 200, 409]);
    const left = await app.database.query(`SELECT id FROM users WHERE role = 'admin' AND is_active`);
    expect(left).toHaveLength(1);
    await app.database.query(`UPDATE users SET role = 'user' WHERE role = 'admin'`);
    await app.database.query(
      `UPDATE users SET role = 'admin', is_active = true, session_number = 0 WHERE id = $1`,
      [admin.user.id],
    );
  });

  it.each([{ role: 'root' }, { role: null }, { is_active: 'false' }, { is_active: null }])(
    'are refused %j',
    async (body) => {
      expect((await patch(admin.user.id, body)).status).toBe(400);
    },
  );

  it.each(['me', '1', '%00', '..%2f', randomUUID(), '9'.repeat(150)])(
    'hear 404 for the id %s',
    async (id) => {
      const { status, body } = await patch(id, { role: 'user' });
      expect(status).toBe(404);
      expect(body.code).toBe('user_not_found');
    },
  );

  it('are the only ones: a user is forbidden, nobody is asked to log in', async () => {
    const user = await register(app);
    expect((await app.request.get('/admin/users').set(user.auth)).status).toBe(403);
    expect((await patch(user.user.id, { role: 'admin' }, user.auth)).status).toBe(403);
    expect((await app.request.patch(`/admin/users/${user.user.id}`).send({ role: 'admin' })).status).toBe(
      401,
    );
  });
});
