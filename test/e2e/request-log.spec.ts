import { Logger } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import supertest from 'supertest';
import { createApp } from '../../src/app.setup.js';
import { register, testConfig } from '../support/app.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';

interface Line {
  level: number;
  msg: string;
  requestId: string;
  status: number;
  code?: string;
  fields?: string[];
  err: { stack: string };
}

describe('the log', () => {
  let database: TestDatabase;
  let app: NestFastifyApplication;
  let request: ReturnType<typeof supertest>;
  let text = '';
  const lines = (): Line[] =>
    text
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line));
  const requests = () => lines().filter(({ msg }) => msg === 'request');

  beforeAll(async () => {
    database = await createTestDatabase();
    const config = testConfig(database.url, { log: { level: 'info' } });
    app = await createApp(config, { logTo: { write: (line) => void (text += line) } });
    await app.listen(0, '127.0.0.1');
    request = supertest(await app.getUrl());
  });
  beforeEach(() => {
    text = '';
  });
  afterAll(async () => {
    await app.close();
    await database.drop();
    Logger.overrideLogger(false);
  });

  it('has a line for each login, right or wrong, with the account and never the name that was typed', async () => {
    const { user } = await register({ request });
    text = '';
    for (const [username, password] of [
      [user.username, 'correct horse'],
      [user.username, 'wrong horse'],
      ['my-secret-password', 'wrong horse'],
    ]) {
      await request.post('/users/login').send({ username, password });
    }
    const logins = lines().filter(({ msg }) => msg.includes('log'));
    const time = expect.any(String) as string;
    const of = (account: string | null) => ({ account, ip: '127.0.0.1', context: 'Login', time });
    expect(logins).toEqual([
      { ...of(user.id), level: 30, factors: 1, msg: 'logged in' },
      { ...of(user.id), level: 40, code: 'bad_credentials', msg: 'login refused' },
      { ...of(null), level: 40, code: 'bad_credentials', msg: 'login refused' },
    ]);
    expect(text).not.toContain('my-secret-password');
  });

  it('has one JSON line for each request, under the id that the answer carries', async () => {
    const { headers } = await request.get('/articles?limit=3');
    expect(headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
    expect(requests()).toEqual([
      {
        level: 30,
        time: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
        requestId: headers['x-request-id'],
        method: 'GET',
        path: '/articles',
        status: 200,
        durationMs: expect.any(Number),
        ip: '127.0.0.1',
        msg: 'request',
      },
    ]);
  });

  it('names the user who asked, and has neither token nor password', async () => {
    const { token, user, auth } = await register({ request });
    await request.post('/users/login').send({ username: user.username, password: 'another secret' });
    await request.get('/users/me').set(auth);
    expect(requests().at(-1)).toMatchObject({ path: '/users/me', userId: user.id });
    expect(text).not.toContain(token);
    expect(text).not.toContain('correct horse');
    expect(text).not.toContain('another secret');
  });

  it("has no query string: a return's holds its signature", async () => {
    await request.get('/payments/alipay/result?out_trade_no=x&sign=c2VjcmV0&sign_type=RSA2');
    expect(requests()).toHaveLength(1);
    expect(text).not.toContain('c2VjcmV0');
  });

  it('leaves out health and metrics', async () => {
    await request.get('/health/live');
    await request.get('/health/ready');
    await request.get('/metrics');
    expect(text).toBe('');
  });

  it('knows requests that fit no route, and those whose path does not decode', async () => {
    const unknown = await request.get('/nothing/here');
    expect(requests()).toMatchObject([{ path: '/nothing/here', status: 404 }]);
    expect(unknown.headers['x-request-id']).toBe(requests()[0]!.requestId);
    expect((await request.get('/%E0%A4%A')).headers['x-request-id']).toBeDefined();
  });

  it('says why a request was refused, with the names of the fields that were wrong and not what they held', async () => {
    const { auth } = await register({ request });
    await request
      .post('/articles')
      .set(auth)
      .send({ title: 42, content: 'a hidden draft', is_public: 'a hidden word' });
    await request.post('/users').send({ username: 'a hidden name!', password: 'short', nickname: 'fine' });
    expect(requests().slice(-2)).toMatchObject([
      { status: 400, code: 'invalid_input', fields: ['title', 'is_public'] },
      { status: 400, code: 'invalid_input', fields: ['username', 'password'] },
    ]);
    expect(text).not.toMatch(/hidden|short|fine/);
  });

  it('has no name that only the client knows', async () => {
    const { auth } = await register({ request });
    for (const name of ['a hidden\n word', 'x'.repeat(41), '_hidden', '字']) {
      const body = `{${JSON.stringify(name)}: "\\u0000"}`;
      await request.post('/articles').set(auth).type('json').send(body);
      expect(requests().at(-1)).toMatchObject({ code: 'invalid_input', fields: ['?'] });
    }
    expect(text).not.toMatch(/hidden|xxx|字/);
  });

  it('says which rule a request ran into, and nothing of the kind where it ran into none', async () => {
    const { auth } = await register({ request });
    await request.get('/users/me');
    await request.get('/admin/users').set(auth);
    await request.post('/users/login').send({ username: 'nobody', password: 'a wrong password' });
    await request.post('/articles').set(auth).type('json').send('{');
    await request.get('/nothing/here');
    await request.get('/users/me').set(auth);
    const seen = requests().map(({ status, code, fields }) => [status, code, fields]);
    expect(seen.slice(1)).toEqual([
      [401, 'unauthenticated', undefined],
      [403, 'forbidden', undefined],
      [401, 'bad_credentials', undefined],
      [400, 'invalid_json', undefined],
      [404, 'not_found', undefined],
      [200, undefined, undefined],
    ]);
  });

  it('has an error that broke a request, with its stack, the request and no parameter of the statement', async () => {
    await database.query('ALTER TABLE users RENAME COLUMN nickname TO nick');
    const { headers, status } = await request
      .post('/users')
      .send({ username: 'somebody', password: 'a secret password', nickname: 'a hidden name' });
    await database.query('ALTER TABLE users RENAME COLUMN nick TO nickname');
    expect(status).toBe(500);
    const [error] = lines().filter(({ level }) => level === 50);
    expect(error).toMatchObject({
      context: 'Errors',
      msg: 'request failed',
      requestId: headers['x-request-id'],
      err: { type: 'QueryFailedError', message: expect.stringContaining('nickname'), code: '42703' },
    });
    expect(error!.err.stack).toContain('at ');
    expect(text).not.toContain('a hidden name');
    expect(text).not.toContain('$argon2');
    expect(requests()).toMatchObject([{ level: 40, status: 500 }]);
  });
});
