import { createTestApp, type TestApp } from '../support/app.js';

describe('the API page', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await createTestApp();
  });
  afterAll(() => app.close());

  it.each(['/docs', '/docs/'])('is at %s, with no script inside', async (path) => {
    const { status, headers, text } = await app.request.get(path);
    expect(status).toBe(200);
    expect(headers['content-type']).toContain('text/html');
    expect(text).toContain('赞赏 Zanshang API');
    expect(text.match(/<script(?![^>]* src=)/g)).toBeNull();
  });

  it('finds every script, style and picture it names', async () => {
    const { text } = await app.request.get('/docs');
    const names = [...text.matchAll(/(?:src|href)="\.\/(docs\/[^"]+)"/g)].map(([, name]) => name!);
    expect(names).toEqual(expect.arrayContaining(['docs/swagger-ui-bundle.js', 'docs/swagger-ui-init.js']));
    for (const name of names) expect((await app.request.get(`/${name}`)).status).toBe(200);
  });

  it('shows the document that /openapi.json gives', async () => {
    const { status, headers, body } = await app.request.get('/openapi.json');
    expect(status).toBe(200);
    expect(headers['content-type']).toContain('application/json');
    expect(body.openapi).toBe('3.1.0');
    expect(body.paths['/payments/alipay'].post.operationId).toBe('payments_tip');
  });
});
