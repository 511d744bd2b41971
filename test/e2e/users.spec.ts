import { createTestApp, register, type TestApp } from '../support/app.js';

const PASSWORD = 'correct horse';

describe('registering', () => {
  let app: TestApp;
  const post = (body: object) => app.request.post('/users').send(body);

  beforeAll(async () => {
    app = await createTestApp();
  });
  afterAll(() => app.close());

  it('answers 201 with a token and the new user', async () => {
    const { status, body } = await post({ username: 'Ning-hao_1', password: PASSWORD });
    expect(status).toBe(201);
    expect(body.user).toEqual({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      username: 'Ning-hao_1',
      nickname: 'Ning-hao_1',
      avatar: '',
      role: 'user',
    });
    expect(body.token.split('.')).toHaveLength(3);
  });

  it('keeps the nickname as it was written, emoji and all', async () => {
    const { body } = await post({ username: 'emoji', password: PASSWORD, nickname: '王皓 👩‍👩‍👧 مرحبا' });
    expect(body.user.nickname).toBe('王皓 👩‍👩‍👧 مرحبا');
  });

  it('takes words that mean something to JavaScript as plain names', async () => {
    for (const username of ['__proto__', 'constructor', 'toString', 'null', 'undefined']) {
      expect((await post({ username, password: PASSWORD })).status).toBe(201);
    }
  });

  it('stores an argon2id hash with 19 MiB and two passes, never the password', async () => {
    const { user } = await register(app);
    const [row] = await app.database.query('SELECT * FROM users WHERE id = $1', [user.id]);
    expect(row!.password_hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(JSON.stringify(row)).not.toContain(PASSWORD);
  });

  it('cannot make an administrator', async () => {
    const { body } = await post({ username: 'climber', password: PASSWORD, role: 'admin', is_active: true });
    expect(body.user.role).toBe('user');
  });

  it('refuses a name that is in use, in any case', async () => {
    await register(app, 'Taken');
    for (const username of ['Taken', 'taken', 'TAKEN']) {
      const { status, body } = await post({ username, password: PASSWORD });
      expect(status).toBe(409);
      expect(body.code).toBe('username_taken');
    }
  });

  it('gives a name to exactly one of ten who ask at the same moment', async () => {
    const names = Array.from({ length: 10 }, (_, i) => (i % 2 ? 'racer' : 'RACER'));
    const answers = await Promise.all(names.map((username) => post({ username, password: PASSWORD })));
    const statuses = answers.map(({ status }) => status).sort();
    expect(statuses).toEqual([201, ...Array<number>(9).fill(409)]);
  });

  it.each([
    'ab',
    'x'.repeat(33),
    '',
    'has space',
    'dot.ted',
    '宁皓网',
    'раураl',
    'ﬁsh',
    'name\n',
    'İstanbul',
    "o'brien",
    'a/b/c',
  ])('refuses the user name %j', async (username) => {
    const { status, body } = await post({ username, password: PASSWORD });
    expect(status).toBe(400);
    expect(body).toMatchObject({ code: 'invalid_input', errors: [{ field: 'username' }] });
  });

  it.each([
    ['short', '1234567'],
    ['long', 'x'.repeat(129)],
    ['a number', 12345678],
    ['null', null],
  ])('refuses a password that is %s', async (_, password) => {
    const { status, body } = await post({ username: 'somebody', password });
    expect(status).toBe(400);
    expect(body.errors).toEqual([{ field: 'password', message: '长度应为 8 到 128 个字符' }]);
  });

  it.each(['', '   ', 'x'.repeat(51), 'two\nlines', 'bell\u0007', '\u202eevil', 7, null, ['a'], { a: 1 }])(
    'refuses the nickname %j',
    async (nickname) => {
      const { status, body } = await post({ username: 'somebody', password: PASSWORD, nickname });
      expect(status).toBe(400);
      expect(body.errors[0].field).toBe('nickname');
    },
  );

  it('names every field that is missing, in the asked language', async () => {
    const { status, body } = await post({}).set('Accept-Language', 'en-GB,en;q=0.9');
    expect(status).toBe(400);
    expect(body.errors).toEqual([
      { field: 'username', message: 'is required' },
      { field: 'password', message: 'is required' },
    ]);
  });

  it('refuses the NUL character by name', async () => {
    const { status, body } = await post({ username: 'somebody', password: 'correct\u0000horse' });
    expect(status).toBe(400);
    expect(body.errors).toEqual([{ field: 'password', message: expect.stringContaining('U+0000') }]);
  });
});

describe('logging in', () => {
  let app: TestApp;
  const logIn = (username: unknown, password: unknown) =>
    app.request.post('/users/login').send({ username, password });

  beforeAll(async () => {
    app = await createTestApp();
    await register(app, 'Reader');
  });
  afterAll(() => app.close());

  it('answers 200 with a token that works', async () => {
    const { status, body } = await logIn('Reader', PASSWORD);
    expect(status).toBe(200);
    const me = await app.request.get('/users/me').set('Authorization', `jwt ${body.token}`);
    expect(me.body).toEqual(body.user);
  });

  it('does not mind the case of the name', async () => {
    expect((await logIn('rEADER', PASSWORD)).body.user.username).toBe('Reader');
  });

  it('takes the same password typed in another Unicode form', async () => {
    await app.request.post('/users').send({ username: 'unicode', password: 'pässwörd' });
    expect((await logIn('unicode', 'pässwörd'.normalize('NFD'))).status).toBe(200);
  });

  it('answers a wrong password, another case of it, and an unknown name alike', async () => {
    const answers = await Promise.all([
      logIn('Reader', 'wrong horse'),
      logIn('Reader', PASSWORD.toUpperCase()),
      logIn('nobody', PASSWORD),
      logIn("' OR 1=1 --", PASSWORD),
    ]);
    for (const { status, body } of answers) {
      expect(status).toBe(401);
      expect(body).toEqual(answers[0].body);
      expect(body.code).toBe('bad_credentials');
    }
  });

  it('takes about as long for an unknown name as for a wrong password', async () => {
    const time = async (name: string): Promise<number> => {
      const times: number[] = [];
      for (let i = 0; i < 7; i++) {
        const start = performance.now();
        await logIn(name, 'wrong horse');
        times.push(performance.now() - start);
      }
      return times.sort((a, b) => a - b)[3]!;
    };
    await time('nobody');
    const [known, unknown] = [await time('Reader'), await time('nobody')];
    expect(unknown / known).toBeGreaterThan(0.3);
    expect(unknown / known).toBeLessThan(3);
  });

  it('tells a deactivated user so, but only with the right password', async () => {
    const { user } = await register(app, 'leaver');
    await app.database.query('UPDATE users SET is_active = false WHERE id = $1', [user.id]);
    expect((await logIn('leaver', PASSWORD)).body.code).toBe('user_deactivated');
    expect((await logIn('leaver', 'wrong horse')).body.code).toBe('bad_credentials');
  });

  it.each([
    [7, PASSWORD],
    ['Reader', { $ne: '' }],
    ['Reader', ['x']],
    [null, null],
    ['Reader', ''],
  ])('refuses %j with %j as input', async (username, password) => {
    expect((await logIn(username, password)).status).toBe(400);
  });

  it('turns a flood away with 503 and Retry-After instead of piling it up', async () => {
    const answers = await Promise.all(Array.from({ length: 220 }, () => logIn('Reader', 'wrong horse')));
    const refused = answers.filter(({ status }) => status === 503);
    expect(refused.length).toBeGreaterThan(0);
    expect(refused[0]!.body.code).toBe('overloaded');
    expect(refused[0]!.headers['retry-after']).toBe('1');
    expect(answers.filter(({ status }) => status === 401).length).toBe(answers.length - refused.length);
    expect((await logIn('Reader', PASSWORD)).status).toBe(200);
  });
});
