import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, brotliDecompressSync } from 'node:zlib';
import { Logger } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import supertest from 'supertest';
import { createApp } from '../../src/app.setup.js';
import { testConfig } from '../support/app.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';

const INDEX = '<!doctype html><title>赞赏</title><script type="module" src="/assets/main-a1b2.js"></script>';
const SCRIPT = 'console.log("赞赏");'.repeat(100);

/** As browsers say it when somebody follows a link. */
const NAVIGATION = { Accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8' };

describe('the pages', () => {
  let database: TestDatabase;
  let folder: string;
  let app: NestFastifyApplication;
  let request: ReturnType<typeof supertest>;
  let port: number;

  beforeAll(async () => {
    database = await createTestDatabase();
    folder = await mkdtemp(join(tmpdir(), 'zanshang-pages-'));
    await mkdir(join(folder, 'dist/assets'), { recursive: true });
    await writeFile(join(folder, 'secret.txt'), 'secret');
    await writeFile(join(folder, 'dist/index.html'), INDEX);
    await writeFile(join(folder, 'dist/assets/main-a1b2.js'), SCRIPT);
    await writeFile(join(folder, 'dist/assets/main-a1b2.js.br'), brotliCompressSync(SCRIPT));
    await writeFile(join(folder, 'dist/assets/plain-c3d4.css'), 'body {}');
    await writeFile(join(folder, 'dist/assets/.hidden'), 'secret');
    Logger.overrideLogger(false);
    app = await createApp(testConfig(database.url), { pagesFolder: join(folder, 'dist') });
    await app.listen(0, '127.0.0.1');
    const url = await app.getUrl();
    port = Number(new URL(url).port);
    request = supertest(url);
  });
  afterAll(async () => {
    await app.close();
    await database.drop();
    await rm(folder, { recursive: true });
  });

  it.each([
    '/',
    '/p/01937b1e-6f5c-7d2a-9c3e-0f1a2b3c4d5e',
    '/usr/login',
    '/usr/register',
    '/usr/wallet?out_trade_no=1&sign=a%2Bb',
    '/usr/rewards',
    '/usr/articles',
    '/usr/settings/',
    '/write',
    '/write/01937b1e-6f5c-7d2a-9c3e-0f1a2b3c4d5e',
    '/console',
    '/console/rewards/7',
  ])('are at %s, asked for anew each time', async (path) => {
    const { status, headers, text } = await request.get(path).set(NAVIGATION);
    expect({ status, text }).toEqual({ status: 200, text: INDEX });
    expect(headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-cache',
    });
  });

  it('may run scripts of ours alone, ask us alone, and frame nothing', async () => {
    const { headers } = await request.get('/');
    const rules = headers['content-security-policy']!.split('; ');
    expect(rules).toEqual(
      expect.arrayContaining([
        "script-src 'self'",
        "connect-src 'self'",
        "font-src 'self'",
        "frame-src 'none'",
        "object-src 'none'",
      ]),
    );
  });

  it.each(['/', '/console/users'])('answer HEAD %s without a body', async (path) => {
    const { status, headers, text } = await request.head(path);
    expect({ status, text }).toEqual({ status: 200, text: undefined });
    expect(headers['content-length']).toBe(String(Buffer.byteLength(INDEX)));
  });

  it('say 404 themselves to somebody who followed a link to nothing', async () => {
    const { status, text } = await request.get('/no/such/page').set(NAVIGATION);
    expect({ status, text }).toEqual({ status: 404, text: INDEX });
  });

  it.each([
    ['/no/such/page', 'application/json'],
    ['/no/such/page', '*/*'],
    ['/favicon.ico', 'image/avif,image/webp,*/*;q=0.8'],
  ])('do not stand in the way of a program that asks for %s as %s', async (path, accept) => {
    const { status, headers, body } = await request.get(path).set('Accept', accept);
    expect({ status, code: body.code }).toEqual({ status: 404, code: 'not_found' });
    expect(headers['content-type']).toContain('application/problem+json');
  });

  it.each(['/articles/nothing', '/rewards/nothing', '/assets/nothing.js'])(
    'are not shown in place of what the API has to say about %s',
    async (path) => {
      const { status, headers } = await request.get(path).set(NAVIGATION);
      expect(status).toBeGreaterThanOrEqual(400);
      expect(headers['content-type']).toContain('application/problem+json');
    },
  );

  it.each(['post', 'put', 'patch', 'delete'] as const)('are not there for %s', async (method) => {
    const { status, body } = await request[method]('/').set(NAVIGATION);
    expect({ status, code: body.code }).toEqual({ status: 404, code: 'not_found' });
  });

  it('have no part in the API’s document', async () => {
    const { body } = await request.get('/openapi.json');
    const paths = Object.keys(body.paths as object);
    expect(paths.filter((path) => /^\/($|p\/|usr|write|console|assets|\{)|\*/.test(path))).toEqual([]);
  });

  describe('and their assets', () => {
    it('are kept by browsers for a year', async () => {
      const { status, headers, text } = await request.get('/assets/plain-c3d4.css');
      expect({ status, text }).toEqual({ status: 200, text: 'body {}' });
      expect(headers['cache-control']).toBe('public, max-age=31536000, immutable');
      expect(headers['content-type']).toContain('text/css');
    });

    it('come compressed, as the build made them, to whoever takes that', async () => {
      const asked = request.get('/assets/main-a1b2.js').set('Accept-Encoding', 'gzip, br').buffer(true);
      const { status, headers, body } = await asked.parse((response, done) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => {
          done(null, Buffer.concat(chunks));
        });
      });
      expect(status).toBe(200);
      expect(headers).toMatchObject({ 'content-encoding': 'br', vary: 'accept-encoding' });
      expect(headers['content-type']).toContain('javascript');
      expect(headers['cache-control']).toContain('immutable');
      const packed = body as Buffer;
      const script = packed.length < SCRIPT.length ? brotliDecompressSync(packed) : packed;
      expect(String(script)).toBe(SCRIPT);
    });

    it('come as they are to others', async () => {
      const { headers, text } = await request.get('/assets/main-a1b2.js').set('Accept-Encoding', 'identity');
      expect(headers['content-encoding']).toBeUndefined();
      expect(text).toBe(SCRIPT);
    });

    it('answer HEAD', async () => {
      const { status, headers } = await request.head('/assets/plain-c3d4.css');
      expect({ status, length: headers['content-length'] }).toEqual({ status: 200, length: '7' });
    });

    it.each(['/assets/gone-e5f6.js', '/assets/', '/assets/.hidden'])(
      'are 404 where there is none, and nobody keeps that: %s',
      async (path) => {
        const { status, headers, body } = await request.get(path);
        expect({ status, code: body.code }).toEqual({ status: 404, code: 'not_found' });
        expect(headers['cache-control']).toBeUndefined();
      },
    );

    it.each([
      '/assets/../index.html',
      '/assets/../../secret.txt',
      '/assets/%2e%2e/%2e%2e/secret.txt',
      '/assets/..%2f..%2fsecret.txt',
      '/assets/..%5c..%5csecret.txt',
      '/assets//../../secret.txt',
      '/assets/%00',
    ])('lead out of their folder nowhere: %s', async (path) => {
      const answer = await raw(port, path);
      expect(answer).toMatch(/^HTTP\/1\.1 (400|403|404) /);
      expect(answer).not.toMatch(/secret$/);
      expect(answer).not.toContain(INDEX);
    });
  });

  it('that are not built say so in a sentence, until they are', async () => {
    await rename(join(folder, 'dist'), join(folder, 'gone'));
    for (const path of ['/', '/console/users']) {
      const { status, headers, text } = await request.get(path).set(NAVIGATION);
      expect(status).toBe(503);
      expect(headers['content-type']).toBe('text/plain; charset=utf-8');
      expect(text).toMatch(/npm run build[^]*have not been built/);
    }
    expect((await request.get('/articles')).status).toBe(200);
    await rename(join(folder, 'gone'), join(folder, 'dist'));
    expect((await request.get('/')).status).toBe(200);
    expect((await request.get('/assets/plain-c3d4.css')).status).toBe(200);
  });
});

/** Asks for exactly this path: clients resolve dots themselves. Answers all that comes back. */
async function raw(port: number, path: string): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  socket.write(`GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`);
  let answer = '';
  for await (const chunk of socket) answer += String(chunk);
  return answer;
}
