import type { IncomingHttpHeaders } from 'node:http';

/**
 * Whether a request provably comes from a page of this server. Browsers say so in Sec-Fetch-Site, which no script can
 * set; those that do not send it (any browser where the server is neither https nor localhost) name the page's Origin
 * with every request that may change something.
 *
 * @param publicUrl how browsers reach the server; a proxy may give it another Host than they asked for
 */
export function comesFromOwnPage(headers: IncomingHttpHeaders, publicUrl: string): boolean {
  const site = headers['sec-fetch-site'];
  if (site !== undefined) return site === 'same-origin';
  const { origin, host } = headers;
  if (origin === undefined || !URL.canParse(origin)) return false;
  const from = new URL(origin).host;
  return from !== '' && (from === host?.toLowerCase() || from === new URL(publicUrl).host);
}
