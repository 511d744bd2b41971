/** Pages that lead elsewhere after logging in: coming back to them would be a circle. */
const ENTRANCES = ['/usr/login', '/usr/register', '/usr/reset'];

/**
 * Where to go after logging in: a path of this site, or the start. An address may come from anybody's link, so that
 * another site (`//evil.example`, `/\evil.example`, `https:…`) is not followed.
 *
 * @param next the query parameter as the router read it
 */
export function pathAfterLogIn(next: unknown): string {
  if (typeof next !== 'string' || !next.startsWith('/') || !URL.canParse(next, location.origin)) return '/';
  // The browser's own reading counts: it takes backslashes for slashes and skips tabs and line ends.
  const url = new URL(next, location.origin);
  if (url.origin !== location.origin || ENTRANCES.includes(url.pathname.replace(/\/+$/, ''))) return '/';
  const path = url.pathname + url.search + url.hash;
  return path.startsWith('//') ? '/' : path;
}
