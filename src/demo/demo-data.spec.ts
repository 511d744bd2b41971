import { createTestApp, type TestApp } from '../../test/support/app.js';
import { demoAccounts, loadDemoData } from './demo-data.js';
import { demoArticles } from './demo-articles.js';

describe('the demo data', () => {
  let test: TestApp;

  beforeEach(async () => {
    test = await createTestApp();
  });

  afterEach(() => test.close());

  const articleTitles = async (): Promise<string[]> => {
    const { body } = await test.request.get('/articles').expect(200);
    return body.items.map(({ title }: { title: string }) => title);
  };

  it('fills an empty database: every account logs in, every article is on the list', async () => {
    expect(await loadDemoData(test.app)).toEqual(demoAccounts);
    for (const { username, password, role } of demoAccounts) {
      const { body } = await test.request.post('/users/login').send({ username, password }).expect(200);
      expect(body.user.role).toBe(role === 'admin' ? 'admin' : 'user');
    }
    expect((await articleTitles()).toSorted()).toEqual(demoArticles.map(({ title }) => title).toSorted());
  });

  it('brings no reward and no money', async () => {
    await loadDemoData(test.app);
    const [counts] = await test.database.query(
      'SELECT (SELECT count(*) FROM reward)::int AS rewards, (SELECT count(*) FROM transfer)::int AS transfers',
    );
    expect(counts).toEqual({ rewards: 0, transfers: 0 });
  });

  it('is loaded once', async () => {
    await loadDemoData(test.app);
    expect(await loadDemoData(test.app)).toEqual(demoAccounts);
    expect(await articleTitles()).toHaveLength(demoArticles.length);
  });

  it('is completed where an earlier start was interrupted', async () => {
    await loadDemoData(test.app);
    await test.database.query('DELETE FROM article_stats');
    await test.database.query('DELETE FROM article');
    await test.database.query(`DELETE FROM users WHERE username = 'admin'`);
    expect(await loadDemoData(test.app)).toEqual(demoAccounts);
    expect(await articleTitles()).toHaveLength(demoArticles.length);
  });

  it('stays away from a database that somebody uses', async () => {
    const somebody = { username: 'somebody', password: 'long enough' };
    await test.request.post('/users').send(somebody).expect(201);
    expect(await loadDemoData(test.app)).toEqual([]);
    expect(await articleTitles()).toEqual([]);
  });
});
