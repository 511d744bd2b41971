import { randomUUID } from 'node:crypto';
import { createTestApp, register, type TestApp } from '../support/app.js';

type Person = Awaited<ReturnType<typeof register>>;

describe('lists of articles', () => {
  let app: TestApp;
  let author: Person;
  let other: Person;

  const write = async (title: string, fields: object = {}, by: Person = author): Promise<string> => {
    const { body } = await app.request
      .post('/articles')
      .set(by.auth)
      .send({ title, content: '文', ...fields });
    return body.id;
  };
  const list = (query = '', by?: Person) => app.request.get(`/articles${query}`).set(by?.auth ?? {});
  const titles = async (query = '', by?: Person): Promise<string[]> => {
    const { body } = await list(query, by);
    return body.items.map(({ title }: { title: string }) => title);
  };

  beforeAll(async () => {
    app = await createTestApp();
    author = await register(app, 'author');
    other = await register(app, 'other');
    for (const title of ['1', '2', '3']) await write(title);
    await write('draft', { is_show: false });
    await write('private', { is_public: false });
    await write('4', {}, other);
    const gone = await write('gone');
    await app.request.delete(`/articles/${gone}`).set(author.auth);
  });
  afterAll(() => app.close());

  it('show what everyone may see, newest first, the same to everyone', async () => {
    expect(await titles()).toEqual(['4', '3', '2', '1']);
    expect(await titles('', author)).toEqual(['4', '3', '2', '1']);
    expect((await list()).body.next_cursor).toBeNull();
    expect((await list('/')).body.items[0].user).toEqual({
      id: other.user.id,
      username: 'other',
      nickname: 'other',
      avatar: '',
    });
  });

  it('show one author to others without drafts, private ones and deleted ones', async () => {
    expect(await titles(`?author=${author.user.id}`)).toEqual(['3', '2', '1']);
    expect(await titles(`?author=${author.user.id}`, other)).toEqual(['3', '2', '1']);
  });

  it('show an author their own, with drafts and private ones', async () => {
    expect(await titles(`?author=${author.user.id}`, author)).toEqual(['private', 'draft', '3', '2', '1']);
  });

  it('are empty for an author who is not there', async () => {
    for (const id of [randomUUID(), 'me', '']) {
      const { status, body } = await list(`?author=${id}`);
      expect(status).toBe(200);
      expect(body).toEqual({ items: [], next_cursor: null });
    }
  });

  it('go on where the page before ended, though newer ones have come in between', async () => {
    const first = (await list('?limit=2')).body;
    expect(first.items).toHaveLength(2);
    const late = await write('late');
    const second = (await list(`?limit=2&cursor=${first.next_cursor}`)).body;
    await app.request.delete(`/articles/${late}`).set(author.auth);
    expect([...first.items, ...second.items].map(({ title }) => title)).toEqual(['4', '3', '2', '1']);
    expect(second.next_cursor).toBeNull();
  });

  it("hide drafts from somebody who uses the author's cursor", async () => {
    const { next_cursor: cursor } = (await list(`?author=${author.user.id}&limit=1`, author)).body;
    expect(await titles(`?author=${author.user.id}&cursor=${cursor}`, other)).toEqual(['3', '2', '1']);
  });

  it.each([
    'cursor=x',
    'cursor=',
    `cursor=${Buffer.from('["1"]').toString('base64url')}`,
    `cursor=${Buffer.from('[1]').toString('base64url')}`,
    `cursor=${Buffer.from(`["${randomUUID()}","x"]`).toString('base64url')}`,
    `cursor=${Buffer.from('{"length":1}').toString('base64url')}`,
    'limit=0',
    'limit=101',
    'limit=1e1',
    'limit=-1',
    'limit=',
    'limit=2&limit=3',
    'author=%00',
    'author=a&author=b',
  ])('are refused with ?%s', async (query) => {
    const { status, body } = await list(`?${query}`);
    expect(status).toBe(400);
    expect(body).toMatchObject({ code: 'invalid_input', errors: [{ message: expect.any(String) }] });
  });
});
