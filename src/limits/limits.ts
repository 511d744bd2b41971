/** So many points in so many seconds, from the first one on. */
export interface Limit {
  /** What is counted apart from each other. */
  readonly per: string;
  readonly points: number;
  readonly seconds: number;
  /**
   * Where the counts are (decision 0022). In the `database` they are the same for all instances and outlive them; in the
   * `process` they cost nothing, so they are for what happens often and may be forgotten.
   */
  readonly counted: 'database' | 'process';
}

const MINUTE = 60;
const HOUR = 60 * MINUTE;

/** Every limit of the server. Past one of them: 429 `rate_limited`, until its seconds are over. */
export const limits = {
  /** Logins, right or wrong: each costs a hash. */
  login_attempts: { per: 'known device, or address', points: 120, seconds: MINUTE, counted: 'process' },
  /** Wrong passwords. */
  login: { per: 'name and address', points: 10, seconds: 15 * MINUTE, counted: 'database' },
  login_device: { per: 'known device', points: 10, seconds: 15 * MINUTE, counted: 'database' },
  login_address: { per: 'address', points: 100, seconds: HOUR, counted: 'database' },
  /** More than one address can spend under `login`, so that no single one locks the name for everybody. */
  login_name: { per: 'name', points: 100, seconds: HOUR, counted: 'database' },
  password: { per: 'user', points: 10, seconds: 15 * MINUTE, counted: 'database' },
  /** Wrong codes, which only somebody with the right password can give. */
  second_factor: { per: 'user', points: 10, seconds: 15 * MINUTE, counted: 'database' },
  /** Wrong codes that reset a password. */
  reset: { per: 'name and address', points: 10, seconds: 15 * MINUTE, counted: 'database' },
  reset_address: { per: 'address', points: 100, seconds: HOUR, counted: 'database' },

  registration: { per: 'address', points: 30, seconds: HOUR, counted: 'database' },
  tips: { per: 'reader', points: 60, seconds: MINUTE, counted: 'process' },
  /** A point is one text, or 5,000 characters of a longer one: rendering is what costs. */
  writing: { per: 'author', points: 120, seconds: MINUTE, counted: 'process' },
  /** Messages without the provider's signature; those with it are never counted. */
  callbacks: { per: 'address', points: 300, seconds: MINUTE, counted: 'process' },
} as const satisfies Record<string, Limit>;

export type LimitName = keyof typeof limits;

/** Names of the limits whose counts can be given back. */
export type DatabaseLimitName = {
  [Name in LimitName]: (typeof limits)[Name]['counted'] extends 'database' ? Name : never;
}[LimitName];
