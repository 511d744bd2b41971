import type { FastifyInstance } from 'fastify';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The handler gets the body as bytes, whatever content type it came with. */
    rawBody?: boolean;
  }
}

const RAW = 'application/octet-stream';

/**
 * JSON for everybody, an empty body being no body; bytes for routes that say `rawBody`. Those must not depend on the
 * content type: Alipay has been seen to send `application/x-www-form-urlencoded; text/html; charset=utf-8`, which is
 * not a valid one (RFC 9110, 8.3).
 */
export function addBodyParsers(server: FastifyInstance): void {
  const parseJson = server.getDefaultJsonParser('error', 'error');
  server.addContentTypeParser<string>('application/json', { parseAs: 'string' }, (request, body, done) => {
    if (body.trim() === '') done(null, undefined);
    else void parseJson(request, body, done);
  });
  server.addContentTypeParser(RAW, { parseAs: 'buffer' }, (_request, body, done) => {
    done(null, body);
  });
  server.addHook('onRequest', (request, _reply, done) => {
    if (request.routeOptions.config.rawBody) request.headers['content-type'] = RAW;
    done();
  });
}
