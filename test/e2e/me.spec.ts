import { createTestApp, register, type TestApp } from '../support/app.js';

describe('changing myself', () => {
  let app: TestApp;
  let user: Awaited<ReturnType<typeof register>>;
  const patch = (body: object) => app.request.patch('/users/me').set(user.auth).send(body);

  beforeAll(async () => {
    app = await createTestApp();
    user = await register(app);
  });
  afterAll(() => app.close());

  it('changes what is named and leaves the rest', async () => {
    const avatar = 'https://example.com/a.png';
    expect((await patch({ avatar })).body).toEqual({ ...user.user, avatar });
    expect((await patch({ nickname: '新名' })).body).toEqual({ ...user.user, avatar, nickname: '新名' });
    expect((await patch({ avatar: '' })).body.avatar).toBe('');
    expect((await patch({})).body.nickname).toBe('新名');
  });

  it('ignores what nobody may change here', async () => {
    const { body } = await patch({ id: 'x', username: 'other', role: 'admin', is_active: false });
    expect(body).toMatchObject({ id: user.user.id, username: user.user.username, role: 'user' });
    expect((await app.request.get('/users/me').set(user.auth)).status).toBe(200);
  });

  it.each([
    { nickname: null },
    { avatar: null },
    { nickname: '' },
    { nickname: '\u0000' },
    { avatar: 'javascript:alert(1)' },
    { avatar: 'data:image/png;base64,AAAA' },
    { avatar: '//example.com/a.png' },
    { avatar: 'a.png' },
    { avatar: `https://example.com/${'a'.repeat(500)}` },
    { avatar: 7 },
  ])('refuses %j', async (body) => {
    const { status, body: problem } = await patch(body);
    expect(status).toBe(400);
    expect(problem.errors[0].field).toBe(Object.keys(body)[0]);
  });

  it('refuses somebody without a token', async () => {
    expect((await app.request.patch('/users/me').send({ nickname: 'x' })).status).toBe(401);
  });
});
