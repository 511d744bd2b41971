/** A text as it is compared here: in one Unicode form, and without regard to case. */
export function folded(text: string): string {
  return text.normalize('NFKC').toLowerCase();
}
