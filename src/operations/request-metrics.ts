import type { FastifyInstance } from 'fastify';
import { Histogram, type Registry } from 'prom-client';

/**
 * Measures every request, by route pattern: never by address, of which there are endlessly many. A stream lasts as long
 * as its page is open, which says nothing about the server.
 */
export function addRequestMetrics(server: FastifyInstance, registry: Registry): void {
  const seconds = new Histogram({
    name: 'zanshang_http_request_seconds',
    help: 'How long requests take to be answered, by method, route pattern and status',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers: [registry],
  });
  server.addHook('onResponse', ({ method, routeOptions }, reply, done) => {
    if (reply.getHeader('content-type') === 'text/event-stream') {
      done();
      return;
    }
    const route = routeOptions.url ?? 'none';
    seconds.observe({ method, route, status: String(reply.statusCode) }, reply.elapsedTime / 1000);
    done();
  });
}
