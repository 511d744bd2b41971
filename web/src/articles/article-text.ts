/** A character that is a word, or part of one, by itself: Chinese, Japanese, Korean. */
const CHARACTER = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/gu;
/** A run of letters and digits, with what joins them: `don't`, `3.14`, `e-mail`. */
const WORD = /[\p{L}\p{M}\p{N}]+(?:['’._-][\p{L}\p{M}\p{N}]+)*/gu;

/** What a reader reads of an article: its text without the markup. */
export function textOf(html: string): string {
  return new DOMParser().parseFromString(html, 'text/html').body.textContent;
}

/** How long a text is, as Chinese sites count (字数): each Chinese character, and each word or number of other scripts. */
export function countWords(text: string): number {
  const characters = text.match(CHARACTER)?.length ?? 0;
  const words = text.replace(CHARACTER, ' ').match(WORD)?.length ?? 0;
  return characters + words;
}

/** White space between Chinese characters and their punctuation: a line end there is no space to a reader. */
const NO_SPACE =
  /(?<=[\p{Script=Han}\u3000-\u303F\uFF00-\uFFEF“”‘’…])\s+(?=[\p{Script=Han}\u3000-\u303F\uFF00-\uFFEF“”‘’…])/gu;

/** The beginning of an article in one line, without its headings, tables and code; cut with an ellipsis after `length` characters. */
export function excerptOf(html: string, length: number): string {
  const body = new DOMParser().parseFromString(html, 'text/html').body;
  for (const other of body.querySelectorAll('h1, h2, h3, h4, h5, h6, pre, table')) other.remove();
  const characters = Array.from(body.textContent.replace(NO_SPACE, '').replace(/\s+/g, ' ').trim());
  return characters.length > length ? `${characters.slice(0, length).join('')}…` : characters.join('');
}
