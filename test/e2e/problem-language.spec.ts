import { createTestApp, type TestApp } from '../support/app.js';

describe('the language of problem documents', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await createTestApp();
  });
  afterAll(() => app.close());

  const register = (language: string) =>
    app.request
      .post('/users')
      .set('Accept-Language', language)
      .send({ username: '!', password: 'long enough' });

  it('is Chinese, also in what is said of a field', async () => {
    const { status, headers, body } = await register('zh-CN');
    expect(status).toBe(400);
    expect(headers['content-type']).toBe('application/problem+json; charset=utf-8');
    expect(body).toEqual({
      type: 'about:blank',
      title: 'Some fields are not valid',
      status: 400,
      detail: '输入有误，请检查标出的字段',
      code: 'invalid_input',
      errors: [{ field: 'username', message: '应为 3 到 32 个字母、数字、下划线或连字符' }],
    });
  });

  it('is English where that is preferred', async () => {
    const { body } = await register('en-GB,en;q=0.9,zh;q=0.1');
    expect(body).toMatchObject({
      detail: 'Some fields are not valid',
      errors: [{ field: 'username', message: 'must be 3 to 32 letters, digits, underscores or hyphens' }],
    });
  });

  it('is English for an address that is not there as well', async () => {
    const { body } = await app.request.get('/nothing').set('Accept-Language', 'en');
    expect(body.detail).toBe('There is nothing at this address');
  });
});
