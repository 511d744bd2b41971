import { describe, expect, it } from 'vitest';
import { countWords, excerptOf, textOf } from './article-text.js';

describe('the length of a text', () => {
  it.each([
    ['', 0],
    ['你好，世界！', 4],
    ['Hello, world', 2],
    ["I don't pay 3.14 yuan", 5],
    ['用 Vue 3 写页面', 6],
    ['今天是2026年', 5],
    ['——“”…… * # >', 0],
    ['𠮷野家', 3],
    ['naïve café', 2],
    ['한국어 かな', 5],
  ])('of %j is %d', (text, count) => {
    expect(countWords(text)).toBe(count);
  });

  it('is that of what is read, not of the markup', () => {
    expect(
      countWords(
        textOf('<h1 title="not this">标题</h1>\n<p>一段<strong>文字</strong> and <a href="/x">more</a></p>'),
      ),
    ).toBe(8);
  });
});

describe('an excerpt', () => {
  it('is the beginning of what is written below the headings, in one line', () => {
    expect(excerptOf('<h1>标题</h1>\n<p>第一段。</p>\n<p>第二段。</p>', 100)).toBe('第一段。第二段。');
  });

  it('keeps the spaces between words', () => {
    expect(excerptOf('<p>one\ntwo 三\n四 five</p>', 100)).toBe('one two 三四 five');
  });

  it('is cut between characters, never within one', () => {
    expect(excerptOf('<p>一😀二</p>', 2)).toBe('一😀…');
  });

  it('is empty where there is no text', () => {
    expect(excerptOf('<p><img src="x.png" alt=""></p>', 10)).toBe('');
  });
});
