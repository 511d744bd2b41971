import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

/**
 * Passwords out of breaches, 17,950 of them with eight characters or more: a list in one JSON array, in lower case and
 * ASCII, that a package brings. What follows a pattern is not in it (patterns.ts).
 */
export class CommonPasswords {
  /** The file as it is, read when first asked for: half a megabyte outside the heap. */
  private text?: Buffer;

  /** @param password folded */
  include(password: string): boolean {
    this.text ??= readFileSync(listFile());
    // With its quotation marks, so that it is found whole or not at all: those inside a password are escaped.
    return this.text.includes(JSON.stringify(password));
  }
}

function listFile(): string {
  const require = createRequire(import.meta.url);
  return require.resolve('@zxcvbn-ts/language-common/src/passwords.json');
}
