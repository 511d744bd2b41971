import { connect } from 'node:net';
import { createTestApp, register, type TestApp } from '../support/app.js';

const ORIGIN = 'https://www.example.com';

describe('headers that browsers obey', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await createTestApp();
  });
  afterAll(() => app.close());

  it.each(['/articles', '/nothing/here', '/docs'])(
    'run only our own scripts, in no frame: %s',
    async (path) => {
      const { headers } = await app.request.get(path);
      const policy = headers['content-security-policy'];
      expect(policy).toContain("default-src 'self'");
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).not.toMatch(/script-src[^;]*'unsafe-inline'/);
      expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'x-frame-options': 'DENY' });
      expect(headers['strict-transport-security']).toBeUndefined();
      expect(headers['x-powered-by']).toBeUndefined();
    },
  );

  it('let no other origin in unless one is configured', async () => {
    const { headers } = await app.request.get('/articles').set('Origin', ORIGIN);
    expect(headers['access-control-allow-origin']).toBeUndefined();
    const preflight = await app.request.options('/articles').set('Origin', ORIGIN);
    expect(preflight.status).toBe(404);
    expect(preflight.headers['access-control-allow-origin']).toBeUndefined();
  });

  it('answer 431 to a header of a hundred kilobytes, and 400 to one that is none', async () => {
    expect(await raw(app, `X-Huge: ${'x'.repeat(100_000)}`)).toMatch(/^HTTP\/1\.1 431 /);
    expect(await raw(app, 'no colon')).toMatch(/^HTTP\/1\.1 400 /);
    expect((await app.request.get('/health/live')).status).toBe(200);
  });
});

describe('headers of a server behind https with friends', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await createTestApp({ http: { corsOrigins: [ORIGIN], publicUrl: 'https://zanshang.example.com' } });
  });
  afterAll(() => app.close());

  it('let pictures come from anywhere, or from where they are told to alone', async () => {
    const policyWith = async (imageOrigins: string[]) => {
      const other = await createTestApp({ http: { imageOrigins } });
      const { headers } = await other.request.get('/articles');
      await other.close();
      return /img-src[^;]*/.exec(headers['content-security-policy']!)?.[0];
    };
    expect(await policyWith([])).toBe("img-src 'self' data: https: http:");
    expect(await policyWith(['https://a.example', 'http://b.example:8080'])).toBe(
      "img-src 'self' data: https://a.example http://b.example:8080",
    );
  });

  it('promise https', async () => {
    const { headers } = await app.request.get('/articles');
    expect(headers['strict-transport-security']).toBe('max-age=31536000');
  });

  it('promise it for subdomains only where they are told to, and never without https', async () => {
    const sent = async (publicUrl: string) => {
      const other = await createTestApp({ http: { publicUrl, hstsForSubdomains: true } });
      const { headers } = await other.request.get('/articles');
      await other.close();
      return headers['strict-transport-security'];
    };
    expect(await sent('https://zanshang.example.com')).toBe('max-age=31536000; includeSubDomains');
    expect(await sent('http://zanshang.example.com')).toBeUndefined();
  });

  it('let a configured origin ask with a token and an Idempotency-Key', async () => {
    const { status, headers } = await app.request
      .options('/payments/alipay')
      .set({ Origin: ORIGIN, 'Access-Control-Request-Method': 'POST' })
      .set('Access-Control-Request-Headers', 'authorization,content-type,idempotency-key');
    expect(status).toBe(204);
    expect(headers['access-control-allow-origin']).toBe(ORIGIN);
    expect(headers['access-control-allow-methods']).toContain('PATCH');
    const allowed = headers['access-control-allow-headers']!.toLowerCase().split(', ');
    expect(allowed).toEqual(expect.arrayContaining(['authorization', 'content-type', 'idempotency-key']));
  });

  it('show that origin where a tip was made, and errors as well', async () => {
    await register(app);
    const answer = await app.request.get('/users/me').set('Origin', ORIGIN);
    expect(answer.status).toBe(401);
    expect(answer.headers['access-control-allow-origin']).toBe(ORIGIN);
    expect(answer.headers['access-control-expose-headers']!.toLowerCase().split(', ')).toEqual(
      expect.arrayContaining(['location', 'retry-after', 'x-request-id']),
    );
  });

  it('let no other origin in', async () => {
    const { headers } = await app.request.get('/articles').set('Origin', 'https://evil.example.com');
    expect(headers['access-control-allow-origin']).toBeUndefined();
  });
});

/** Sends a request with this header line as it is; answers all that comes back. */
async function raw({ url }: TestApp, header: string): Promise<string> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  socket.on('error', () => undefined);
  socket.write(`GET /articles HTTP/1.1\r\nHost: localhost\r\n${header}\r\n\r\n`);
  let answer = '';
  for await (const chunk of socket) answer += String(chunk);
  return answer;
}
