import type { FastifyInstance } from 'fastify';

/** What the headers depend on. */
export interface HeaderOptions {
  readonly publicUrl: string;
  readonly hstsForSubdomains: boolean;
  /** Where pictures may come from; anywhere where it is empty. */
  readonly imageOrigins: readonly string[];
}

/**
 * What pages of this server may do: run its own scripts only, none inside the page, ask nobody else, frame nothing.
 * Styles may be inline, as the API's page and component libraries write them; pictures may come from anywhere, as
 * articles and avatars name them, unless there is a list of where.
 */
const contentSecurityPolicy = ({ imageOrigins }: HeaderOptions): string =>
  [
    "default-src 'self'",
    "base-uri 'none'",
    "connect-src 'self'",
    "font-src 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "frame-src 'none'",
    `img-src 'self' data: ${imageOrigins.length > 0 ? imageOrigins.join(' ') : 'https: http:'}`,
    "object-src 'none'",
    "script-src 'self'",
    "script-src-attr 'none'",
    "style-src 'self' 'unsafe-inline'",
  ].join('; ');

const HEADERS = {
  // A page may open Alipay's cashier in a window of its own.
  'cross-origin-opener-policy': 'same-origin-allow-popups',
  'cross-origin-resource-policy': 'same-origin',
  'origin-agent-cluster': '?1',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'x-permitted-cross-domain-policies': 'none',
};

/** A promise that only a server behind https can keep; a year, in seconds. For its neighbours it cannot promise unless told so. */
function httpsOnly({ publicUrl, hstsForSubdomains }: HeaderOptions) {
  if (!publicUrl.startsWith('https:')) return {};
  return { 'strict-transport-security': `max-age=31536000${hstsForSubdomains ? '; includeSubDomains' : ''}` };
}

/**
 * The headers that browsers obey, on every answer. They are the same for all, so they are made once: the helmet
 * plugin makes them anew for each request, which costs as much as a fifth of a whole notification.
 */
export function addSecurityHeaders(server: FastifyInstance, options: HeaderOptions): void {
  const headers = {
    ...HEADERS,
    'content-security-policy': contentSecurityPolicy(options),
    ...httpsOnly(options),
  };
  server.addHook('onRequest', (_request, reply, done) => {
    reply.headers(headers);
    done();
  });
}
