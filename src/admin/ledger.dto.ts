import type { Recount } from '../books/recount.js';
import { formatSeal } from '../wallet/seals/seal-memory.js';

/** Something that does not agree with the transfers. */
export class LedgerDifference {
  /**
   * Which check found it.
   * @example 'account_balance'
   */
  check: string;
  /**
   * What it is about: the id of an account, a transfer, a reward, an article.
   * @example '01937b1e-6f5c-7d2a-9c3e-0f1a2b3c4d5e'
   */
  subject: string;
  /** @example '500' */
  expected: string;
  /** @example '400' */
  actual: string;
}

/** The result of recounting the books. */
export class LedgerCheckResponse {
  balanced: boolean;
  /** How many accounts there are. */
  accounts: number;
  /** How many transfers there are. */
  transfers: number;
  differences: LedgerDifference[];
  /**
   * The newest seal over the transfers, number and mac: keep it elsewhere, to tell later whether it is still there.
   * Null before the first one.
   * @example '12:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08'
   */
  seal: string | null;
}

export function presentRecount({ seal, ...result }: Recount): LedgerCheckResponse {
  return { ...result, seal: seal ? formatSeal(seal) : null };
}
