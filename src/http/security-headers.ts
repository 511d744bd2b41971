import type { FastifyHelmetOptions } from '@fastify/helmet';

/**
 * The headers that tell browsers what pages of this server may do: run its own scripts only, none inside the page.
 * Styles may be inline, as the API's page and chart libraries write them; pictures may come from anywhere, as
 * articles and avatars name them.
 */
export function securityHeaders(publicUrl: string): FastifyHelmetOptions {
  return {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        'default-src': ["'self'"],
        'base-uri': ["'none'"],
        'form-action': ["'self'"],
        'frame-ancestors': ["'none'"],
        'img-src': ["'self'", 'data:', 'https:', 'http:'],
        'object-src': ["'none'"],
        'script-src-attr': ["'none'"],
        'style-src': ["'self'", "'unsafe-inline'"],
      },
    },
    // A page may open Alipay's cashier in a window of its own.
    crossOriginOpenerPolicy: { policy: 'same-origin-allow-popups' },
    frameguard: { action: 'deny' },
    // A promise that only a server behind https can keep.
    strictTransportSecurity: publicUrl.startsWith('https:'),
  };
}
