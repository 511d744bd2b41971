/**
 * What may be wrong with money:
 * - `lost`: somebody paid, or was told that something is done, and it is not in the books;
 * - `doubled`: credited, refunded, paid out or made more than once;
 * - `forged`: credited although nobody paid;
 * - `wrong`: anything else that differs.
 */
export type Wrong = 'lost' | 'doubled' | 'forged' | 'wrong';

export interface Finding {
  readonly kind: Wrong;
  /** With the numbers of what is concerned. */
  readonly text: string;
}

/** Says which way a sum differs: too little is lost, too much is doubled. */
export function compare(text: string, expectedFen: bigint, actualFen: bigint): Finding[] {
  if (expectedFen === actualFen) return [];
  const kind = actualFen < expectedFen ? 'lost' : 'doubled';
  return [{ kind, text: `${text}: expected ${expectedFen} fen, found ${actualFen}` }];
}
