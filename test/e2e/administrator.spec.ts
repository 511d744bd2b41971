import { UsersService } from '../../src/users/users.service.js';
import { createTestApp, register, type TestApp } from '../support/app.js';

describe('the administrator of the configuration', () => {
  const admin = { username: 'Chief', password: 'chief of it all' };
  let app: TestApp;
  const ensure = ({ app: server }: TestApp) =>
    server.get(UsersService, { strict: false }).ensureAdministrator(admin.username, admin.password);
  const logIn = (password: string) => app.request.post('/users/login').send({ username: 'chief', password });

  beforeAll(async () => {
    app = await createTestApp();
    await ensure(app);
  });
  afterAll(() => app.close());

  it('exists once they have been asked for', async () => {
    const { status, body } = await logIn(admin.password);
    expect(status).toBe(200);
    expect(body.user).toMatchObject({ username: 'Chief', role: 'admin' });
  });

  it('is the same user after several instances have asked at once', async () => {
    const before = (await logIn(admin.password)).body.user;
    const others = await Promise.all([1, 2, 3].map(() => createTestApp({}, app.database)));
    await Promise.all(others.map((other) => ensure(other)));
    await Promise.all(others.map((other) => other.close()));
    expect((await logIn(admin.password)).body.user).toEqual(before);
    const rows = await app.database.query(`SELECT id FROM users WHERE lower(username) = 'chief'`);
    expect(rows).toHaveLength(1);
  });

  it('gets the new password, the role and an active account back at the next start', async () => {
    await app.database.query(`UPDATE users SET role = 'user', is_active = false WHERE username = 'Chief'`);
    await app.app.get(UsersService).ensureAdministrator('CHIEF', 'another password');
    expect((await logIn(admin.password)).status).toBe(401);
    expect((await logIn('another password')).body.user.role).toBe('admin');
  });

  it('stays logged in over a start with the same password, and nowhere once it is another', async () => {
    const users = app.app.get(UsersService);
    await users.ensureAdministrator('Third', 'third password');
    const login = { username: 'third', password: 'third password' };
    const { body } = await app.request.post('/users/login').send(login);
    const me = () => app.request.get('/users/me').set('Authorization', `Bearer ${body.token}`);
    await users.ensureAdministrator('Third', 'third password');
    expect((await me()).status).toBe(200);
    await users.ensureAdministrator('Third', 'quite another one');
    expect((await me()).status).toBe(401);
  });

  it('may be somebody who registered before', async () => {
    const { user } = await register(app, 'early');
    await app.app.get(UsersService).ensureAdministrator('early', 'early password');
    const { body } = await app.request
      .post('/users/login')
      .send({ username: 'early', password: 'early password' });
    expect(body.user).toEqual({ ...user, role: 'admin' });
  });

  it('is made once when several ask for a new one at the same moment', async () => {
    const users = app.app.get(UsersService);
    await Promise.all([1, 2, 3, 4].map(() => users.ensureAdministrator('Second', 'second password')));
    const rows = await app.database.query(`SELECT role FROM users WHERE lower(username) = 'second'`);
    expect(rows).toEqual([{ role: 'admin' }]);
  });
});
