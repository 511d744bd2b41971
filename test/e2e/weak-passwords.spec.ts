import { loadDemoData } from '../../src/demo/demo-data.js';
import { UsersService } from '../../src/users/users.service.js';
import { createTestApp, type TestApp } from '../support/app.js';

const PASSWORD = 'correct horse';

/** A name that no other test of this file has. */
let lastNumber = 0;
const newName = (): string => `lin_xi_${++lastNumber}`;

/** Weak for somebody of this name, on a server at localhost. */
const weakFor = (name: string): string[] => [
  'password123',
  'PassWord123',
  'ｉｌｏｖｅｙｏｕ',
  'aaaaaaaaaa',
  '1990-05-07',
  'zanshang2026',
  '打赏打赏8888',
  'localhost!!',
  `${name}2026`,
];

describe('where weak passwords are refused', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await createTestApp({ passwords: { refuseWeak: true } });
  });
  afterAll(() => app.close());

  const post = (path: string, body: object, token?: string) =>
    app.request
      .post(path)
      .set(token ? { Authorization: `Bearer ${token}` } : {})
      .send(body);
  const logIn = async (username: string, password: string) =>
    (await post('/users/login', { username, password })).status;
  const rowsOf = (username: string) =>
    app.database.query('SELECT * FROM users WHERE username = $1', [username]);

  async function member() {
    const username = newName();
    const { body } = await post('/users', { username, password: PASSWORD });
    return { username, token: body.token as string };
  }

  describe('registering', () => {
    it('is refused with one, by the name of the field, and leaves nothing behind', async () => {
      const username = newName();
      for (const password of weakFor(username)) {
        const { status, body } = await post('/users', { username, password });
        expect({ password, status, code: body.code }).toEqual({
          password,
          status: 400,
          code: 'invalid_input',
        });
        expect(body.errors).toEqual([
          { field: 'password', message: expect.stringContaining('太容易被猜到') },
        ]);
      }
      expect(await rowsOf(username)).toEqual([]);
    });

    it('is refused in English, too, and says what is allowed', async () => {
      const { body } = await app.request
        .post('/users')
        .set('Accept-Language', 'en')
        .send({ username: newName(), password: 'password123' });
      expect(body.errors).toEqual([
        {
          field: 'password',
          message: expect.stringMatching(/too easy to guess.*8 to 128 characters.*unrelated words/),
        },
      ]);
    });

    it('is refused with the nickname of the same request', async () => {
      const request = { username: newName(), password: '宁皓2026!!', nickname: '宁皓' };
      expect((await post('/users', request)).status).toBe(400);
      expect((await post('/users', { ...request, nickname: '别人' })).status).toBe(201);
    });

    it.each([PASSWORD, 'one long password', 'zanshang is what I read', '我打赏过的第一篇文章', 'k7#pq2!vz9'])(
      'goes on with another: %s',
      async (password) => {
        const username = newName();
        expect((await post('/users', { username, password })).status).toBe(201);
        expect(await logIn(username, password)).toBe(200);
      },
    );
  });

  describe('changing it', () => {
    const change = (token: string, current_password: string, password: string) =>
      post('/users/me/password', { current_password, password }, token);

    it('to one is refused; the password, the session and everything else stay as they are', async () => {
      const { username, token } = await member();
      const before = await rowsOf(username);
      for (const password of weakFor(username)) {
        const { status, body } = await change(token, PASSWORD, password);
        expect({ password, status, field: body.errors?.[0].field }).toEqual({
          password,
          status: 400,
          field: 'password',
        });
      }
      expect(await rowsOf(username)).toEqual(before);
      expect((await app.request.get('/users/me').set('Authorization', `Bearer ${token}`)).status).toBe(200);
      expect(await logIn(username, PASSWORD)).toBe(200);
    });

    it('to one’s nickname of now is refused, to that of before is not', async () => {
      const { token } = await member();
      const rename = (nickname: string) =>
        app.request.patch('/users/me').set('Authorization', `Bearer ${token}`).send({ nickname });
      await rename('宁皓');
      await rename('陈默');
      expect((await change(token, PASSWORD, '陈默12345678')).status).toBe(400);
      expect((await change(token, PASSWORD, '宁皓12345678')).status).toBe(204);
    });

    it('says nothing about it to somebody who does not know the current one', async () => {
      const { token } = await member();
      const { status, body } = await change(token, 'wrong horse', 'password123');
      expect({ status, code: body.code }).toEqual({ status: 401, code: 'bad_credentials' });
    });

    it('to another goes on', async () => {
      const { username, token } = await member();
      expect((await change(token, PASSWORD, 'battery staple')).status).toBe(204);
      expect(await logIn(username, 'battery staple')).toBe(200);
    });
  });

  it('somebody who has one already still logs in, and can change it', async () => {
    const { username } = await member();
    await app.app.get(UsersService, { strict: false }).ensureAdministrator(username, 'password123');
    const { status, body } = await post('/users/login', { username, password: 'password123' });
    expect(status).toBe(200);
    const request = { current_password: 'password123', password: 'battery staple' };
    expect((await post('/users/me/password', request, body.token)).status).toBe(204);
  });
});

describe('where weak passwords are allowed', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await createTestApp();
  });
  afterAll(() => app.close());

  it('an account has one, and is given another', async () => {
    const name = newName();
    for (const [i, password] of weakFor(name).entries()) {
      const username = i === 0 ? name : `${name}_${i}`;
      const { status, body } = await app.request.post('/users').send({ username, password });
      expect({ password, status }).toEqual({ password, status: 201 });
      const changed = await app.request
        .post('/users/me/password')
        .set('Authorization', `Bearer ${body.token}`)
        .send({ current_password: password, password: '12345678' });
      expect(changed.status).toBe(204);
    }
  });
});

describe('demo accounts', () => {
  it('have their known passwords, whether weak ones are refused or not', async () => {
    const app = await createTestApp({ passwords: { refuseWeak: true } });
    const accounts = await loadDemoData(app.app);
    expect(accounts).toHaveLength(4);
    for (const { username, password } of accounts) {
      expect((await app.request.post('/users/login').send({ username, password })).status).toBe(200);
    }
    await app.close();
  });
});
