import { randomUUID } from 'node:crypto';
import { createTestApp, register, type TestApp } from '../support/app.js';

type Person = Awaited<ReturnType<typeof register>>;

describe('articles', () => {
  let app: TestApp;
  let author: Person;
  let reader: Person;

  const post = (body: object, by: Person = author) => app.request.post('/articles').set(by.auth).send(body);
  const write = async (fields: object = {}, by: Person = author) => {
    const { body, status } = await post({ title: '题', content: '文', ...fields }, by);
    expect(status).toBe(201);
    return body;
  };
  const get = (id: string, by?: Person) => app.request.get(`/articles/${id}`).set(by?.auth ?? {});
  const patch = (id: string, body: object, by: Person = author) =>
    app.request.patch(`/articles/${id}`).set(by.auth).send(body);
  const remove = (id: string, by: Person = author) => app.request.delete(`/articles/${id}`).set(by.auth);

  beforeAll(async () => {
    app = await createTestApp();
    author = await register(app, 'author');
    reader = await register(app, 'reader');
  });
  afterAll(() => app.close());

  describe('written', () => {
    it('come back whole, with rendered HTML, their author and counters at zero', async () => {
      const article = await write({ title: '打赏', content: '# 你好\n\n**世界**', collection: 'NestJS' });
      expect(article).toEqual({
        id: expect.any(String),
        title: '打赏',
        content: '# 你好\n\n**世界**',
        html_content: '<h1>你好</h1>\n<p><strong>世界</strong></p>\n',
        user: { id: author.user.id, username: 'author', nickname: 'author', avatar: '' },
        collection: { name: 'NestJS' },
        created_time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
        updated_time: article.created_time,
        read_count: 0,
        reward_count: 0,
        is_public: true,
        is_show: true,
        tipping: {
          open: true,
          presets: ['2.00', '5.00', '10.00', '20.00', '50.00', '100.00'],
          invitation: '',
          thanks: '',
        },
      });
      expect((await get(article.id)).body).toEqual(article);
    });

    it('have a collection with an empty name when none was given', async () => {
      expect((await write()).collection).toEqual({ name: '' });
    });

    it('store HTML that cannot run, whatever the Markdown says', async () => {
      const content = '<script>alert(1)</script> <img src=x onerror=alert(1)> [x](javascript:alert(1))';
      const { html_content: html, content: kept } = await write({ content });
      expect(html).not.toMatch(/<script|<img|href="javascript/i);
      expect(kept).toBe(content);
    });

    it('may be 100000 Chinese characters long, not one more', async () => {
      expect((await write({ content: '文'.repeat(100_000) })).content).toHaveLength(100_000);
      expect((await post({ title: '题', content: '文'.repeat(100_001) })).status).toBe(400);
    });

    it('ignore an author, an id and counters in the body', async () => {
      const article = await write({
        id: randomUUID(),
        author_id: reader.user.id,
        user: reader.user,
        read_count: 9,
      });
      expect(article.user.id).toBe(author.user.id);
      expect(article.read_count).toBe(0);
    });

    it.each([
      ['title', { title: '' }],
      ['title', { title: '   ' }],
      ['title', { title: 'x'.repeat(201) }],
      ['title', { title: 'two\nlines' }],
      ['title', { title: null }],
      ['title', { title: 7 }],
      ['title', { title: ['x'] }],
      ['content', { content: '' }],
      ['content', { content: null }],
      ['content', { content: 'nul \u0000' }],
      ['content', { content: 'half \ud800' }],
      ['collection', { collection: 'x'.repeat(51) }],
      ['collection', { collection: { name: 'x' } }],
      ['is_public', { is_public: 'true' }],
      ['is_show', { is_show: 1 }],
      ['is_show', { is_show: null }],
    ])('are refused with a bad %s: %j', async (field, fields) => {
      const { status, body } = await post({ title: '题', content: '文', ...fields });
      expect(status).toBe(400);
      expect(body.code).toBe('invalid_input');
      expect(body.errors.map((error: { field: string }) => error.field)).toEqual([field]);
    });

    it('are refused without a token', async () => {
      expect((await app.request.post('/articles').send({ title: '题', content: '文' })).status).toBe(401);
    });
  });

  describe('read', () => {
    it('are found with or without a trailing slash, and where the tutorial asks', async () => {
      const { id } = await write();
      for (const path of [`/articles/${id}/`, `/article/${id}/retrieve`, `/article/${id}/retrieve/`]) {
        const { status, body } = await app.request.get(path);
        expect(status).toBe(200);
        expect(body.id).toBe(id);
      }
    });

    it.each([{ is_show: false }, { is_public: false }])(
      'are there for their author alone with %j',
      async (fields) => {
        const { id } = await write(fields);
        expect((await get(id, author)).status).toBe(200);
        for (const by of [undefined, reader]) {
          const { status, body } = await get(id, by);
          expect(status).toBe(404);
          expect(body.code).toBe('article_not_found');
        }
      },
    );

    it.each([
      'x',
      '1',
      '%00',
      '%F0%9F%8D%B5',
      "'%20OR%201=1",
      'ffffffff-ffff-ffff-ffff-fffffffffff',
      'x'.repeat(199),
      randomUUID(),
      randomUUID().toUpperCase(),
    ])('are 404 with the id %s', async (id) => {
      const { status, body } = await get(id);
      expect(status).toBe(404);
      expect(body.code).toBe('article_not_found');
    });
  });

  describe('changed', () => {
    it('change what is named, render again and move the time', async () => {
      const before = await write({ collection: 'A' });
      const { status, body } = await patch(before.id, { content: '*新*', is_public: false });
      expect(status).toBe(200);
      expect(body).toEqual({
        ...before,
        content: '*新*',
        html_content: '<p><em>新</em></p>\n',
        is_public: false,
        updated_time: body.updated_time,
      });
      expect(body.updated_time > before.updated_time).toBe(true);
      expect((await patch(before.id, { collection: '', title: '新题' })).body).toMatchObject({
        title: '新题',
        content: '*新*',
        collection: { name: '' },
      });
    });

    it('stay as they are with an empty change', async () => {
      const article = await write();
      expect((await patch(article.id, {})).body).toEqual(article);
    });

    it.each(['title', 'content', 'collection', 'is_public', 'is_show'])(
      'are refused with %s null',
      async (field) => {
        const { id } = await write();
        const { status, body } = await patch(id, { [field]: null });
        expect(status).toBe(400);
        expect(body.errors[0].field).toBe(field);
      },
    );

    it('are forbidden to others who see them, unknown to those who do not', async () => {
      const [open, hidden] = [await write(), await write({ is_show: false })];
      expect((await patch(open.id, { title: 'mine' }, reader)).body.code).toBe('forbidden');
      expect((await patch(hidden.id, { title: 'mine' }, reader)).body.code).toBe('article_not_found');
      expect((await remove(open.id, reader)).status).toBe(403);
      expect((await remove(hidden.id, reader)).status).toBe(404);
      expect((await app.request.patch(`/articles/${open.id}`).send({ title: 'mine' })).status).toBe(401);
      expect((await get(open.id)).body.title).toBe('题');
    });
  });

  describe('deleted', () => {
    it('are gone for everybody at once, their author too, and the row stays', async () => {
      const { id } = await write();
      const answer = await remove(id);
      expect(answer.status).toBe(204);
      expect(answer.text).toBe('');
      expect((await get(id, author)).status).toBe(404);
      expect((await patch(id, { title: 'back' })).status).toBe(404);
      expect((await remove(id)).status).toBe(404);
      const rows = await app.database.query('SELECT title FROM article WHERE id = $1', [id]);
      expect(rows).toEqual([{ title: '题' }]);
    });
  });
});
