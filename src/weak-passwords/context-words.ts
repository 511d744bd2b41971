import { domainToUnicode } from 'node:url';
import { folded } from './folded.js';

/** What everybody would try here: what this is, what it pays with, who runs it, and what is being typed. */
export const everybodysWords: readonly string[] = [
  ...['zanshang', '赞赏', 'dashang', '打赏'],
  ...['alipay', 'zhifubao', '支付宝'],
  ...['admin', 'administrator', '管理员'],
  ...['password', 'mima', '密码'],
];

/** A name as one word, and the words between its digits and signs: `lin_xi88`, `lin`, `xi`. */
export function wordsOf(name: string): string[] {
  const whole = folded(name);
  return [whole, ...whole.split(/[^\p{L}\p{M}]+/u)].filter(isTelling);
}

/** The words of the address at which everybody reaches the server. */
export function wordsOfHost(publicUrl: string): string[] {
  return wordsOf(domainToUnicode(new URL(publicUrl).hostname));
}

/** A single letter, or a few digits, are in passwords by chance. */
function isTelling(word: string): boolean {
  return Array.from(word).length >= (/\p{L}/u.test(word) ? 2 : 6);
}

/** Whether the text is made of these words, one or more, and of nothing else but digits and signs around them. */
export function isMadeOf(text: string, words: readonly string[]): boolean {
  // Up to where the text can be read so: without a word yet, and with one.
  const signs = new Set([0]);
  const worded = new Set<number>();
  for (let at = 0; at < text.length; at++) {
    const reached = [signs, worded].filter((ends) => ends.has(at));
    if (reached.length === 0) continue;
    for (const word of words) if (text.startsWith(word, at)) worded.add(at + word.length);
    if (!startsWithLetter(text, at)) for (const ends of reached) ends.add(at + 1);
  }
  return worded.has(text.length);
}

function startsWithLetter(text: string, at: number): boolean {
  return /^\p{L}/u.test(String.fromCodePoint(text.codePointAt(at) ?? 0));
}
