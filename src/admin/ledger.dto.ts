/** Something that does not agree with the transfers. */
export class LedgerDifference {
  /** Which check found it, e.g. `account_balance`. */
  check: string;
  /** What it is about: an account, a transfer, a reward, an article. */
  subject: string;
  expected: string;
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
}
