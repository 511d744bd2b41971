/** Neighbours in the alphabet, among the numbers and on keyboards, on into the next round of the numbers. */
const ROWS = [
  'abcdefghijklmnopqrstuvwxyz',
  '01234567890123456789',
  '1234567890-=',
  'qwertyuiop[]\\',
  "asdfghjkl;'",
  'zxcvbnm,./',
].join('\n');

const ROWS_BACKWARDS = Array.from(ROWS).reverse().join('');

/** Whether the text is a piece of a row, forwards or backwards: `23456789`, `poiuytrewq`. */
export function isRow(text: string): boolean {
  return ROWS.includes(text) || ROWS_BACKWARDS.includes(text);
}

const [YEAR, MONTH, DAY, SIGN] = ['(19|20)\\d\\d', '(0[1-9]|1[0-2])', '(0[1-9]|[12]\\d|3[01])', '[-./ ]?'];

/** Year first, day first, month first. */
const DATES = [
  [YEAR, MONTH, DAY],
  [DAY, MONTH, YEAR],
  [MONTH, DAY, YEAR],
].map((parts) => new RegExp(`^${parts.join(SIGN)}$`));

/** Whether the text is a day of 1900 to 2099 in digits, as birthdays are written: `19900507`, `07.05.1990`. */
export function isDate(text: string): boolean {
  return DATES.some((date) => date.test(text));
}

/**
 * What the text says again and again, at least twice, the last time perhaps not to its end: `abc` of `abcabcab`. The
 * text itself where it repeats nothing.
 */
export function repeatedPart(text: string): string {
  for (let length = 1; length <= text.length / 2; length++) {
    if (text.startsWith(text.slice(length))) return text.slice(0, length);
  }
  return text;
}
