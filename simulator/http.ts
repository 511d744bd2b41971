import type { FastifyReply } from 'fastify';

/** An HTML page that may run no script and load nothing but the simulator's own style sheet. */
export function sendPage(reply: FastifyReply, text: string): FastifyReply {
  return reply
    .header('content-security-policy', "default-src 'none'; style-src 'self'; base-uri 'none'")
    .header('referrer-policy', 'no-referrer')
    .header('x-content-type-options', 'nosniff')
    .header('cache-control', 'no-store')
    .type('text/html; charset=utf-8')
    .send(text);
}

/** Begins to send, and ends the connection half-way. */
export function sendTorn(reply: FastifyReply, bytes: Buffer): void {
  reply.hijack();
  reply.raw.writeHead(200, { 'content-type': 'application/zip', 'content-length': bytes.length });
  reply.raw.write(bytes.subarray(0, bytes.length / 2), () => reply.raw.destroy());
}

/** Ends the connection without an answer. */
export function destroyConnection(reply: FastifyReply): void {
  reply.hijack();
  reply.raw.destroy();
}
