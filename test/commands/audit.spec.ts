import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const script = resolve(__dirname, '../../scripts/audit.mjs');

const advisory = (severity: string) => [
  { id: 1, url: 'https://advisories.test/1', title: 'Bad thing', severity, vulnerable_versions: '*' },
];

describe('npm run audit', () => {
  const registries: Server[] = [];
  let cache: string;
  beforeAll(async () => {
    cache = await mkdtemp(join(tmpdir(), 'zanshang-npm-'));
  });
  afterAll(async () => {
    for (const server of registries) server.close();
    await rm(cache, { recursive: true });
  });

  /** A registry that knows of these weaknesses and of no package, or that answers 405 as mirrors do. */
  async function registry(advisories?: Record<string, unknown>): Promise<string> {
    const server = createServer((request, response) => {
      request.resume().on('end', () => {
        const isKnown = advisories && request.method === 'POST';
        response.statusCode = isKnown ? 200 : advisories ? 404 : 405;
        response.setHeader('content-type', 'application/json').end(JSON.stringify(isKnown ? advisories : {}));
      });
    });
    registries.push(server);
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port.toString()}/`;
  }

  async function audit(url: string) {
    const env = { ...process.env, npm_config_registry: url, npm_config_cache: cache };
    const child = spawn(process.execPath, [script], { env, stdio: ['ignore', 'pipe', 'inherit'] });
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
    const status = await new Promise((done) => child.once('close', done));
    return { status, lines: output.split('\n').filter((line) => line !== '') };
  }

  it('fails for a grave weakness of what production installs, and names it', async () => {
    const { status, lines } = await audit(await registry({ pg: advisory('high') }));
    expect(status).toBe(1);
    expect(lines).toContainEqual(
      expect.stringMatching(/^✗ pg: high, production: Bad thing https:\/\/advisories\.test\/1/),
    );
  });

  it('only tells of a weakness that is not grave, or met in development alone', async () => {
    const { status, lines } = await audit(
      await registry({ fastify: advisory('moderate'), jest: advisory('critical') }),
    );
    expect(status).toBe(0);
    expect(lines).toContainEqual(expect.stringMatching(/^! fastify: moderate, production: /));
    expect(lines).toContainEqual(expect.stringMatching(/^! jest: critical, development: /));
  });

  it('warns where the registry does not answer that question', async () => {
    const { status, lines } = await audit(await registry());
    expect(status).toBe(0);
    expect(lines).toEqual([expect.stringMatching(/^! the registry does not tell of weaknesses: 405 /)]);
  });
});
