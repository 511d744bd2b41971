import { describe, expect, it } from 'vitest';
import { pathAfterLogIn } from './next.js';

describe('where to go after logging in', () => {
  it.each(['/', '/p/1', '/p/1?tip=1', '/usr/wallet?month=2026-11#list', '/p/%E8%B5%8F'])(
    'may be a path of this site: %s',
    (path) => {
      expect(pathAfterLogIn(path)).toBe(path);
    },
  );

  it.each([
    '//evil.example',
    '///evil.example',
    '/\\evil.example',
    '/\t/evil.example',
    '/\n/evil.example',
    '/.//evil.example',
    '/x/..//evil.example',
    'http://evil.example/',
    'https:evil.example',
    'javascript:alert(1)',
    'evil.example',
    ' /p/1',
    '//',
    '',
  ])('is never another site: %j', (next) => {
    expect(pathAfterLogIn(next)).toBe('/');
  });

  it.each([undefined, null, ['/p/1', '/p/2'], 7])('is the start where it is not one text: %j', (next) => {
    expect(pathAfterLogIn(next)).toBe('/');
  });

  it.each(['/usr/login', '/usr/login?next=/p/1', '/usr/register/', '/usr/reset'])(
    'is not an entrance again: %s',
    (next) => {
      expect(pathAfterLogIn(next)).toBe('/');
    },
  );
});
