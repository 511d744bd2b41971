import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import type { Refusal } from '../../errors/problem-json.filter.js';

/** Asked every few seconds by machines; their lines would hide all others. */
const UNLOGGED = /^\/(health\/|metrics(\/|$))/;

/** The longest path that is written whole. */
const MAX_PATH_LENGTH = 200;

/**
 * One line for each request when it has been answered, and the request's id as a header of the answer. Only what is
 * named here is written: no header, no body and no query string, since a callback's contains its signature. Of a refusal it
 * is the problem's code, and the names of the fields that were wrong.
 */
export function addRequestLog(server: FastifyInstance, logger: Logger): void {
  server.addHook('onRequest', (request, reply, done) => {
    nameRequest(request, reply);
    done();
  });
  server.addHook('onResponse', (request, reply, done) => {
    const path = pathOf(request.url);
    if (!UNLOGGED.test(path)) logger[levelFor(reply.statusCode)](lineOf(request, reply, path), 'request');
    done();
  });
}

/** Tells the caller the id under which the log knows this request. */
export function nameRequest(request: FastifyRequest, reply: FastifyReply): void {
  reply.header('x-request-id', request.id);
}

function pathOf(url: string): string {
  const mark = url.indexOf('?');
  return mark < 0 ? url : url.slice(0, mark);
}

function levelFor(status: number): 'info' | 'warn' {
  return status >= 500 ? 'warn' : 'info';
}

function lineOf(request: FastifyRequest, reply: FastifyReply, path: string) {
  const { user } = request as { user?: { id: string } };
  const { refusal } = reply as { refusal?: Refusal };
  return {
    requestId: request.id,
    method: request.method,
    path: path.slice(0, MAX_PATH_LENGTH),
    status: reply.statusCode,
    durationMs: Math.round(reply.elapsedTime * 10) / 10,
    ip: request.ip,
    ...(user && { userId: user.id }),
    ...refusal,
  };
}
