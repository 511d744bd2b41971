import { preferredLanguage } from './problem-json.filter.js';

describe('the language of an error', () => {
  it.each([
    [undefined, 'zh'],
    ['', 'zh'],
    ['zh-CN,zh;q=0.9,en;q=0.8', 'zh'],
    ['en', 'en'],
    ['en-GB', 'en'],
    ['EN-us', 'en'],
    ['en;q=0.9,zh;q=0.5', 'en'],
    ['zh;q=0.3, en;q=0.7', 'en'],
    ['fr, en;q=0.1', 'en'],
    ['fr', 'zh'],
    ['*', 'zh'],
    ['en, zh', 'en'],
    ['zh, en', 'zh'],
    ['en;q=0', 'zh'],
    ['en;q=oops, zh;q=0.5', 'en'],
    [';;;,,,', 'zh'],
  ])('for Accept-Language %j is %s', (header, language) => {
    expect(preferredLanguage(header)).toBe(language);
  });
});
