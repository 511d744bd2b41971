import type { FastifyInstance } from 'fastify';
import { isShared } from './addresses.js';

/**
 * Tells, once, of a proxy whose X-Forwarded-For is not believed: all who come through it have its address, and what is
 * counted by address counts them together. A stranger of the internet who sends that header is no proxy.
 */
export function noticeUnknownProxy(server: FastifyInstance, tell: (address: string) => void): void {
  let isTold = false;
  server.addHook('onRequest', (request, _reply, done) => {
    if (!isTold && request.headers['x-forwarded-for'] !== undefined) {
      const isBelieved = (request.ips?.length ?? 0) > 1;
      isTold = !isBelieved && isShared(request.ip);
      if (isTold) tell(request.ip);
    }
    done();
  });
}
