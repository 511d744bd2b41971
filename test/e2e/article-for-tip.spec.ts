import { randomUUID } from 'node:crypto';
import { DataSource } from 'typeorm';
import { findArticleForTip } from '../../src/articles/article-for-tip.js';
import { inTransaction } from '../../src/database/transaction.js';
import { createTestApp, register, type TestApp } from '../support/app.js';

describe('an article that somebody wants to tip', () => {
  let app: TestApp;
  let dataSource: DataSource;
  let author: Awaited<ReturnType<typeof register>>;

  const write = async (fields: object = {}): Promise<string> => {
    const request = app.request.post('/articles').set(author.auth);
    return (await request.send({ title: '题', content: '文', ...fields })).body.id;
  };

  beforeAll(async () => {
    app = await createTestApp();
    dataSource = app.app.get(DataSource);
    author = await register(app);
  });
  afterAll(() => app.close());

  it('is found with its title and author, in a transaction as well', async () => {
    const id = await write();
    const expected = { id, title: '题', authorId: author.user.id, visible: true, tipsOpen: true };
    expect(await findArticleForTip(dataSource, id)).toEqual(expected);
    expect(await inTransaction(dataSource, (tx) => findArticleForTip(tx, id))).toEqual(expected);
  });

  it.each([{ is_show: false }, { is_public: false }])('is not visible with %j', async (fields) => {
    expect(await findArticleForTip(dataSource, await write(fields))).toMatchObject({ visible: false });
  });

  it('is not to be tipped where its author takes no tips for it', async () => {
    const id = await write({ tips_open: false });
    expect(await findArticleForTip(dataSource, id)).toMatchObject({ visible: true, tipsOpen: false });
  });

  it('is not there once deleted', async () => {
    const id = await write();
    await app.request.delete(`/articles/${id}`).set(author.auth);
    expect(await findArticleForTip(dataSource, id)).toBeUndefined();
  });

  it.each([randomUUID(), 'x', '', '\u0000'])('is not there with the id %j', async (id) => {
    expect(await findArticleForTip(dataSource, id)).toBeUndefined();
  });
});
