/** How much of a title goes into the order's subject; Alipay takes 256 characters in all. */
const MAX_TITLE_CHARACTERS = 100;

const FULL_WIDTH: Readonly<Record<string, string>> = { '/': '／', '=': '＝', '&': '＆' };

/**
 * The order's subject, as the payer reads it. Alipay forbids `/`, `=` and `&` in it, and an `&` would make the signed
 * text of a notification ambiguous: they become their full-width forms. Control characters become spaces.
 */
export function subjectFor(title: string): string {
  const safe = title
    .replace(/[/=&]/g, (character) => FULL_WIDTH[character] ?? ' ')
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]+/gu, ' ')
    .trim();
  const characters = [...safe];
  const short =
    characters.length > MAX_TITLE_CHARACTERS
      ? `${characters.slice(0, MAX_TITLE_CHARACTERS).join('')}…`
      : safe;
  return `打赏《${short}》`;
}
