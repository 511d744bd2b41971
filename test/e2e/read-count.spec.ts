import { setTimeout as sleep } from 'node:timers/promises';
import { ReadCounter } from '../../src/articles/read-counter.js';
import { createTestApp, register, type TestApp } from '../support/app.js';

type Person = Awaited<ReturnType<typeof register>>;

describe('reads of an article', () => {
  let app: TestApp;
  let author: Person;
  const write = async (to: TestApp = app): Promise<string> => {
    const { body } = await to.request.post('/articles').set(author.auth).send({ title: '题', content: '文' });
    return body.id;
  };
  const stored = async (id: string): Promise<string> => {
    const [row] = await app.database.query('SELECT read_count FROM article_stats WHERE article_id = $1', [
      id,
    ]);
    return row!.read_count;
  };

  beforeAll(async () => {
    app = await createTestApp();
    author = await register(app);
  });
  afterAll(() => app.close());

  it('are counted, and written down soon without being asked to', async () => {
    const id = await write();
    await Promise.all(Array.from({ length: 25 }, () => app.request.get(`/articles/${id}`)));
    await app.request.get(`/article/${id}/retrieve/`);
    for (let i = 0; i < 100 && (await stored(id)) === '0'; i++) await sleep(100);
    expect((await app.request.get(`/articles/${id}`)).body.read_count).toBe(26);
  });

  it('are not counted by lists, refusals and changes', async () => {
    const id = await write();
    await app.request.get('/articles');
    await app.request.patch(`/articles/${id}`).set(author.auth).send({ is_show: false });
    expect((await app.request.get(`/articles/${id}`)).status).toBe(404);
    await app.app.get(ReadCounter).flush();
    expect(await stored(id)).toBe('0');
  });

  it('are all there when several instances write them down at the same moment', async () => {
    const ids = [await write(), await write(), await write()];
    const instances = [app, await createTestApp({}, app.database), await createTestApp({}, app.database)];
    const counters = instances.map((instance) => instance.app.get(ReadCounter));
    for (let round = 0; round < 20; round++) {
      for (const counter of counters)
        for (const id of round % 2 ? ids : [...ids].reverse()) counter.count(id);
      await Promise.all(counters.map((counter) => counter.flush()));
    }
    expect(await Promise.all(ids.map(stored))).toEqual(['60', '60', '60']);
    await Promise.all(instances.slice(1).map((instance) => instance.close()));
  });

  it('are written down when the server stops', async () => {
    const id = await write();
    const other = await createTestApp({}, app.database);
    await other.request.get(`/articles/${id}`);
    await other.close();
    expect(await stored(id)).toBe('1');
  });

  it('wait for a database that does not answer and lose nothing', async () => {
    const id = await write();
    const counter = app.app.get(ReadCounter);
    await app.database.query('ALTER TABLE article_stats RENAME TO away');
    counter.count(id);
    await counter.flush();
    await app.database.query('ALTER TABLE away RENAME TO article_stats');
    counter.count(id);
    await counter.flush();
    expect(await stored(id)).toBe('2');
  });
});
