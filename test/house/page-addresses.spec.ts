import { readFileSync } from 'node:fs';
import { PAGES } from '../../src/pages/pages.controller.js';

/** The addresses of the pages as web/src/router.ts has them, spelled as the server's routes are. */
function addressesOfTheRouter(): string[] {
  const router = readFileSync('web/src/router.ts', 'utf8');
  return Array.from(router.matchAll(/\bpath: '\/([^']*)'/g), ([, path = '']) => path)
    .filter((path) => !path.includes('*'))
    .flatMap((path) =>
      path.endsWith('/:id?') ? [path.slice(0, -'/:id?'.length), path.slice(0, -1)] : [path],
    );
}

describe('the addresses of the web pages', () => {
  it('are the same for the server and for the pages: an address that one does not know is a 404', () => {
    const addresses = addressesOfTheRouter();
    expect(addresses.length).toBeGreaterThan(5);
    expect(PAGES.filter((path) => path !== 'console/*').sort()).toEqual(expect.arrayContaining(addresses));
    expect(new Set(addresses).size).toBe(PAGES.length - 1);
  });
});
