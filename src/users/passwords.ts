import { availableParallelism } from 'node:os';
import { Inject, Injectable } from '@nestjs/common';
import { hash, type Options, verify } from '@node-rs/argon2';
import { CONFIG, type Config } from '../config/config.js';
import { BoundedQueue } from '../database/bounded-queue.js';
import { WeakPasswords } from '../weak-passwords/weak-passwords.js';
import type { User } from './user.entity.js';
import { WeakPassword } from './users.errors.js';

/** Argon2id (the library's algorithm unless told otherwise), 19 MiB, two passes, one lane: OWASP's recommendation. */
const options: Options = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/**
 * Hashing runs in the same threads that sign payments: it takes at most half of them, and a flood of logins is
 * refused rather than piled up (a hash takes some 25 ms, so the last in the queue waits about three seconds).
 */
const CONCURRENT_HASHES = Math.max(1, Math.floor(availableParallelism() / 2));
const MAX_WAITING = 128;

/** What nobody's password is compared with, so that an unknown name takes as long as a known one. */
const DUMMY_HASH =
  '$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA';

/** Whose password it is: their own names are what is tried first. */
type Owner = Pick<User, 'username' | 'nickname'>;

/** Hashes and checks passwords; @throws AppError `overloaded` when too many are waiting. */
@Injectable()
export class Passwords {
  private readonly queue = new BoundedQueue(CONCURRENT_HASHES, MAX_WAITING);
  private readonly refused: WeakPasswords | undefined;

  constructor(@Inject(CONFIG) { http, passwords }: Pick<Config, 'http' | 'passwords'>) {
    if (passwords.refuseWeak) this.refused = new WeakPasswords(http.publicUrl);
  }

  /**
   * The hash of a password that somebody has chosen for themself: every way to a new password ends here.
   * @throws WeakPassword where it is one that is tried first
   */
  async hashChosen(password: string, { username, nickname }: Owner): Promise<string> {
    if (this.refused?.include(password, [username, nickname])) throw new WeakPassword();
    return this.hashGiven(password);
  }

  /** The hash of a password that the operator gives (of which the configuration warns), or that is a demo account's. */
  hashGiven(password: string): Promise<string> {
    return this.queue.run(() => hash(normal(password), options));
  }

  /** Whether the password fits the hash; with no hash it takes the same time and is false. */
  async matches(passwordHash: string | undefined, password: string): Promise<boolean> {
    const fits = await this.queue.run(() => verify(passwordHash ?? DUMMY_HASH, normal(password)));
    return fits && passwordHash !== undefined;
  }
}

/** The same password typed on another keyboard may arrive composed differently (NIST SP 800-63B, 3.1.1.2). */
function normal(password: string): string {
  return password.normalize('NFKC');
}
