import { connect } from 'node:net';
import { createTestApp, register, type TestApp } from '../support/app.js';

describe('requests that are wrong before any route sees them', () => {
  let app: TestApp;
  let auth: { Authorization: string };
  const post = (body: string, type = 'application/json') =>
    app.request.post('/articles').set(auth).set('Content-Type', type).send(body);

  beforeAll(async () => {
    app = await createTestApp();
    ({ auth } = await register(app));
  });
  afterAll(() => app.close());

  it.each([
    ['an unknown address', 'get', '/nothing/here', 404, 'not_found'],
    ['an unknown method', 'put', '/articles', 404, 'not_found'],
    ['a path that is far too long', 'get', `/articles/${'x'.repeat(5000)}`, 404, 'not_found'],
    ['a path that does not decode', 'get', '/articles/%E0%A4%A', 404, 'not_found'],
  ] as const)('are answered with a problem document for %s', async (_, method, path, status, code) => {
    const answer = await app.request[method](path);
    expect(answer.status).toBe(status);
    expect(answer.headers['content-type']).toContain('application/problem+json');
    expect(answer.body).toMatchObject({ status, code });
  });

  it.each([
    '{',
    '{"title": }',
    "{'title': 'x'}",
    '{"__proto__": {"role": "admin"}}',
    '{"constructor": {"prototype": {"role": "admin"}}}',
    '\u{feff}{',
  ])('hear invalid_json for the body %j', async (body) => {
    const { status, body: problem } = await post(body);
    expect(status).toBe(400);
    expect(problem.code).toBe('invalid_json');
  });

  it.each(['', 'null', '7', '"text"', '[]', '[{"title":"x","content":"y"}]'])(
    'hear which fields are missing for the body %s',
    async (body) => {
      const { status, body: problem } = await post(body);
      expect(status).toBe(400);
      expect(problem.errors).toHaveLength(2);
    },
  );

  it('hear 413 for a body of a megabyte', async () => {
    const { status, body } = await post(JSON.stringify({ title: 'x', content: 'y'.repeat(1_000_000) }));
    expect(status).toBe(413);
    expect(body.code).toBe('payload_too_large');
  });

  it('hear 413 for a notification of a megabyte, too, whatever its type', async () => {
    const { status, body } = await app.request
      .post('/payments/alipay/result')
      .type('text/plain')
      .send('y'.repeat(1_000_000));
    expect([status, body.code]).toEqual([413, 'payload_too_large']);
  });

  it('hear 415 for a body that is not JSON', async () => {
    const { status, body } = await post('<a/>', 'application/xml');
    expect(status).toBe(415);
    expect(body.code).toBe('unsupported_media_type');
  });

  it('survive a body of a hundred thousand nested arrays', async () => {
    const { status, body } = await post(`{"title":${'['.repeat(100_000)}${']'.repeat(100_000)}}`);
    expect(status).toBe(400);
    expect(body.code).toBe('invalid_input');
  });

  it('survive ten thousand unknown fields', async () => {
    const fields = Object.fromEntries(Array.from({ length: 10_000 }, (_, i) => [`f${i}`, i]));
    expect((await post(JSON.stringify(fields))).status).toBe(400);
  });

  it('are closed when they are no HTTP at all', async () => {
    const socket = connect(Number(new URL(app.url).port), '127.0.0.1');
    socket.end('hello\r\n\r\n');
    let answer = '';
    for await (const chunk of socket) answer += String(chunk);
    expect(answer).toMatch(/^HTTP\/1\.1 400/);
  });

  it('never say what broke inside', async () => {
    await app.database.query('ALTER TABLE article RENAME TO away');
    const { status, body } = await app.request.get('/articles');
    await app.database.query('ALTER TABLE away RENAME TO article');
    expect(status).toBe(500);
    expect(body).toEqual({
      type: 'about:blank',
      title: 'Something went wrong on our side',
      status: 500,
      detail: '服务器出错了，请稍后再试',
      code: 'internal_error',
    });
  });
});
