import { CommonPasswords } from './common-passwords.js';
import { everybodysWords, isMadeOf, wordsOf, wordsOfHost } from './context-words.js';
import { folded } from './folded.js';
import { isDate, isRow, repeatedPart } from './patterns.js';

/** The least characters of a password; what it repeats may not be shorter either. */
const SHORTEST = 8;

/** Passwords that are tried first by whoever guesses (decision 0025). */
export class WeakPasswords {
  private readonly common = new CommonPasswords();
  private readonly words: readonly string[];

  constructor(publicUrl: string) {
    this.words = [...everybodysWords, ...wordsOfHost(publicUrl)];
  }

  /** Whether this password is one of them, for somebody of these names. */
  include(password: string, names: readonly string[]): boolean {
    const text = folded(password);
    const part = repeatedPart(text);
    return (
      (part !== text && part.length < SHORTEST) ||
      isRow(part) ||
      isDate(part) ||
      this.common.include(part) ||
      isMadeOf(part, [...this.words, ...names.flatMap(wordsOf)])
    );
  }
}
