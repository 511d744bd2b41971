import type { FastifyCorsOptions } from '@fastify/cors';

/** What pages of the given other origins may do: everything that clients do, with their token in a header. */
export function corsFor(origins: readonly string[]): FastifyCorsOptions {
  return {
    origin: [...origins],
    methods: ['GET', 'HEAD', 'POST', 'PATCH', 'DELETE'],
    allowedHeaders: ['Authorization', 'Content-Type', 'Idempotency-Key', 'Accept-Language'],
    exposedHeaders: ['Location', 'Retry-After', 'X-Request-Id'],
    maxAge: 3600,
  };
}
