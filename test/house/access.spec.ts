import { RequestMethod } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { MetadataScanner, ModulesContainer, Reflector } from '@nestjs/core';
import { ACCESS, type Audience } from '../../src/auth/access.decorator.js';
import { createTestApp, register, type TestApp } from '../support/app.js';

/**
 * Who may call what: the whole server. A new route is a new line here, written by somebody who has thought about it.
 * `page`: no controller's, but the framework's own, open to everyone.
 */
const table: Record<string, Audience | 'page'> = {
  'POST /users': 'anyone',
  'POST /users/login': 'anyone',
  'POST /users/password-reset': 'anyone',
  'GET /session': 'anyone',
  'POST /session': 'anyone',
  'DELETE /session': 'anyone',
  'POST /session/registration': 'anyone',
  'GET /users/me/second-factor': 'user',
  'POST /users/me/second-factor': 'user',
  'POST /users/me/second-factor/confirm': 'user',
  'POST /users/me/second-factor/recovery-codes': 'user',
  'DELETE /users/me/second-factor': 'user',
  'DELETE /admin/users/:id/second-factor': 'admin',
  'GET /sessions': 'user',
  'DELETE /sessions': 'user',
  'DELETE /sessions/:id': 'user',
  'GET /users/me': 'user',
  'PATCH /users/me': 'user',
  'POST /users/me/password': 'user',
  'GET /users/me/tipping': 'user',
  'PATCH /users/me/tipping': 'user',

  'POST /articles': 'user',
  'POST /articles/preview': 'user',
  'GET /articles': 'anyone',
  'GET /articles/:id': 'anyone',
  'GET /article/:id/retrieve': 'anyone',
  'PATCH /articles/:id': 'user',
  'DELETE /articles/:id': 'user',
  'GET /articles/:id/rewards': 'anyone',
  'GET /articles/:id/live': 'anyone',
  'GET /live': 'user',

  'POST /payments/alipay': 'user',
  'GET /payments/alipay/result': 'anyone',
  'POST /payments/alipay/result': 'alipay',
  'GET /rewards': 'user',
  'GET /rewards/:id': 'user',
  'GET /rewards/:id/receipt': 'user',
  'GET /rewards.csv': 'user',

  'GET /wallet': 'user',
  'GET /wallet/transactions': 'user',
  'GET /wallet/transactions.csv': 'user',
  'GET /wallet/earnings': 'user',
  'GET /wallet/statements/:month': 'user',
  'POST /wallet/withdrawals': 'user',
  'GET /wallet/withdrawals': 'user',

  'GET /admin/rewards': 'admin',
  'GET /admin/rewards.csv': 'admin',
  'GET /admin/rewards/:id': 'admin',
  'POST /admin/rewards/:id/confirm': 'admin',
  'POST /admin/rewards/:id/refunds': 'admin',
  'POST /admin/refunds/:id/approve': 'admin',
  'POST /admin/refunds/:id/decline': 'admin',
  'GET /admin/callbacks': 'admin',
  'GET /admin/withdrawals': 'admin',
  'GET /admin/withdrawals/:id': 'admin',
  'POST /admin/withdrawals/:id/approve': 'admin',
  'POST /admin/withdrawals/:id/pay-by-hand': 'admin',
  'POST /admin/withdrawals/:id/reject': 'admin',
  'GET /admin/reconciliations': 'admin',
  'GET /admin/reconciliations/:date': 'admin',
  'POST /admin/reconciliations': 'admin',
  'GET /admin/audit': 'admin',
  'GET /admin/ledger/check': 'admin',
  'GET /admin/statistics': 'admin',
  'GET /admin/attention': 'admin',
  'GET /admin/users': 'admin',
  'PATCH /admin/users/:id': 'admin',
  'POST /admin/users/:id/password-reset': 'admin',

  'GET /health/live': 'anyone',
  'GET /health/ready': 'anyone',
  'GET /metrics': 'anyone',

  'GET /': 'anyone',
  'GET /p/:id': 'anyone',
  'GET /usr/login': 'anyone',
  'GET /usr/register': 'anyone',
  'GET /usr/reset': 'anyone',
  'GET /usr/wallet': 'anyone',
  'GET /usr/rewards': 'anyone',
  'GET /usr/articles': 'anyone',
  'GET /usr/settings': 'anyone',
  'GET /write': 'anyone',
  'GET /write/:id': 'anyone',
  'GET /console': 'anyone',
  'GET /console/*': 'anyone',
  'GET /*': 'anyone',
  'GET /assets/*': 'page',

  'GET /openapi.json': 'page',
  'GET /docs': 'page',
  'GET /docs/index.html': 'page',
  'GET /docs/LICENSE': 'page',
  'GET /docs/swagger-ui-init.js': 'page',
  'GET /docs/docs/swagger-ui-init.js': 'page',
  'GET /docs/*': 'page',
};

const expected = (...audiences: string[]) =>
  Object.keys(table).filter((route) => audiences.includes(table[route]!));

describe('every route', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await createTestApp();
  });
  afterAll(() => app.close());

  it('declares who may call it, as the table says', () => {
    const declared = routesOfControllers(app);
    const inTable = Object.fromEntries(Object.entries(table).filter(([, audience]) => audience !== 'page'));
    expect(declared).toEqual(inTable);
  });

  it('that the server answers is in the table', () => {
    expect(routesOfServer(app)).toEqual(Object.keys(table).sort());
  });

  it.each(expected('user', 'admin'))('is closed to strangers: %s', async (route) => {
    const { status, body, headers } = await call(app, route);
    expect({ status, code: body.code }).toEqual({ status: 401, code: 'unauthenticated' });
    expect(headers['www-authenticate']).toBe('Bearer');
  });

  it.each(expected('user', 'admin'))('is closed to a forged token: %s', async (route) => {
    const { status } = await call(app, route, {
      Authorization: 'Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0.',
    });
    expect(status).toBe(401);
  });

  it.each(expected('admin'))('is closed to users who are no administrators: %s', async (route) => {
    const { auth } = await register(app);
    const { status, body } = await call(app, route, auth);
    expect({ status, code: body.code }).toEqual({ status: 403, code: 'forbidden' });
  });

  it.each(expected('anyone', 'page'))('is open to strangers: %s', async (route) => {
    const { body } = await call(app, route);
    expect(['unauthenticated', 'forbidden']).not.toContain(body.code);
  });
});

function call({ request }: TestApp, route: string, headers: Record<string, string> = {}) {
  const [method = '', path = ''] = route.split(' ');
  const address = path
    .replace(':id', '00000000-0000-7000-8000-000000000000')
    .replace('*', 'favicon-32x32.png');
  return request[method.toLowerCase() as 'get' | 'post'](address).set(headers);
}

/** What the controllers of all modules declare, by `METHOD /path`. */
function routesOfControllers({ app }: TestApp): Record<string, Audience | undefined> {
  const reflector = app.get(Reflector);
  const scanner = new MetadataScanner();
  const modules = [...app.get(ModulesContainer).values()];
  const controllers = modules.flatMap((module) => [...module.controllers.values()]);
  const routes = controllers.flatMap(({ metatype }) => {
    const { prototype } = metatype as { prototype: Record<string, () => void> };
    const base = Reflect.getMetadata(PATH_METADATA, metatype as object) as string;
    const handlers = scanner.getAllMethodNames(prototype).map((name) => prototype[name]!);
    return handlers
      .filter((handler) => Reflect.hasMetadata(PATH_METADATA, handler))
      .flatMap((handler) => {
        const method = RequestMethod[Reflect.getMetadata(METHOD_METADATA, handler) as number]!;
        const paths = [Reflect.getMetadata(PATH_METADATA, handler) as string | string[]].flat();
        const audience = reflector.getAllAndOverride<Audience>(ACCESS, [handler, metatype as () => void]);
        return paths.map((path) => [
          `${method} ${`/${base}/${path}`.replace(/\/+/g, '/').replace(/(.)\/$/, '$1')}`,
          audience,
        ]);
      });
  });
  return Object.fromEntries(routes) as Record<string, Audience | undefined>;
}

/** What the HTTP server itself has, from its own drawing of its routes. HEAD goes with GET. */
function routesOfServer({ app }: TestApp): string[] {
  const server = app.getHttpAdapter().getInstance();
  const found = new Set<string>();
  const prefixes: string[] = [];
  for (const line of server.printRoutes().split('\n')) {
    const match = /^([│├└─\s]*?)([^│├└─\s]\S*)(?: \(([A-Z, ]+)\))?$/.exec(line);
    if (!match) continue;
    const [, indent = '', part = '', methods = ''] = match;
    const depth = indent.length / 4;
    prefixes.length = depth;
    prefixes[depth] = part;
    const path = prefixes.join('');
    for (const method of methods.split(', ').filter((name) => name !== '' && name !== 'HEAD')) {
      found.add(`${method} ${path.replace(/(.)\/$/, '$1')}`);
    }
  }
  return [...found].sort();
}
