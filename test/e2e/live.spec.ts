import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { DataSource } from 'typeorm';
import { announce } from '../../src/live/announce.js';
import { publish, until } from '../support/alipay.js';
import { createTestApp, register, type TestApp } from '../support/app.js';
import { openStream } from '../support/event-stream.js';

describe('streams of live hints', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await createTestApp();
  });
  afterAll(() => app.close());

  async function streamsOpen(about: string): Promise<number> {
    const { text } = await app.request.get('/metrics');
    return Number(new RegExp(`zanshang_live_streams\\{about="${about}"\\} (\\d+)`).exec(text)![1]);
  }

  it('begin with hello, and neither a proxy nor a cache holds them back', async () => {
    const { auth } = await register(app);
    const stream = await openStream(`${app.url}/live`, auth);
    expect(stream.status).toBe(200);
    expect(stream.headers).toMatchObject({
      'content-type': 'text/event-stream',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
      'x-content-type-options': 'nosniff',
    });
    await stream.hears('hello');
    stream.close();
  });

  it('are open to the cookie of a page', async () => {
    const { token } = await register(app);
    const stream = await openStream(`${app.url}/live`, { Cookie: `zanshang=${token}` });
    await stream.hears('hello');
    stream.close();
  });

  it('are counted while they are open, and forgotten when the browser goes', async () => {
    const { auth } = await register(app);
    const before = await streamsOpen('user');
    const stream = await openStream(`${app.url}/live`, auth);
    await stream.hears('hello');
    expect(await streamsOpen('user')).toBe(before + 1);
    stream.close();
    await until(async () => (await streamsOpen('user')) === before);
  });

  it('are refused to strangers and to somebody deactivated', async () => {
    const { user, auth } = await register(app);
    expect((await app.request.get('/live')).body.code).toBe('unauthenticated');
    await app.database.query('UPDATE users SET is_active = false WHERE id = $1', [user.id]);
    expect((await app.request.get('/live').set(auth)).body.code).toBe('user_deactivated');
  });

  it('of an article are refused as the article is: not there, a draft of somebody else, deleted', async () => {
    const author = await register(app);
    const draft = await publish(app, author, { is_public: false });
    const gone = await publish(app, author);
    await app.request.delete(`/articles/${gone.id}`).set(author.auth);
    for (const id of ['nothing', '00000000-0000-7000-8000-000000000000', draft.id, gone.id]) {
      const { status, headers, body } = await app.request.get(`/articles/${id}/live`);
      expect({ status, code: body.code }).toEqual({ status: 404, code: 'article_not_found' });
      expect(headers['content-type']).toContain('application/problem+json');
    }
    const own = await openStream(`${app.url}/articles/${draft.id}/live`, author.auth);
    await own.hears('hello');
    own.close();
  });

  it('are at most so many for one user: the next is told to come later', async () => {
    const { auth } = await register(app);
    const streams = await Promise.all(Array.from({ length: 20 }, () => openStream(`${app.url}/live`, auth)));
    const { status, headers, body } = await app.request.get('/live').set(auth);
    expect({ status, code: body.code }).toEqual({ status: 503, code: 'overloaded' });
    expect(headers['retry-after']).toBe('30');
    streams[0]!.close();
    const again = await until(async () => {
      const stream = await openStream(`${app.url}/live`, auth);
      if (stream.status === 200) return stream;
      stream.close();
      return undefined;
    });
    for (const stream of [...streams, again!]) stream.close();
  });

  it('answer HEAD with their headers, and stay open for nobody', async () => {
    const { auth } = await register(app);
    const before = await streamsOpen('user');
    const { status, headers } = await app.request.head('/live').set(auth);
    expect({ status, type: headers['content-type'] }).toEqual({ status: 200, type: 'text/event-stream' });
    await until(async () => (await streamsOpen('user')) === before);
  });

  it('keep nothing back for a client that does not read', async () => {
    const { user, auth } = await register(app);
    const socket = connect(Number(new URL(app.url).port), '127.0.0.1');
    socket.pause();
    socket.write(`GET /live HTTP/1.1\r\nHost: x\r\nAuthorization: ${auth.Authorization}\r\n\r\n`);
    await until(async () => (await streamsOpen('user')) > 0);
    const other = await openStream(`${app.url}/live`, auth);
    await other.hears('hello');
    for (let i = 0; i < 3; i++) {
      await announce(app.app.get(DataSource).manager, [{ kind: 'wallet', ownerId: user.id }]);
      await sleep(600);
    }
    await other.hears('wallet', 3);
    other.close();
    socket.destroy();
    await until(async () => (await streamsOpen('user')) === 0);
  });
});
