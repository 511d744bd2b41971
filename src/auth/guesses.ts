import { Injectable } from '@nestjs/common';
import type { DatabaseLimitName } from '../limits/limits.js';
import { RateLimiter } from '../limits/rate-limiter.js';
import { WrongGuess } from '../users/users.errors.js';

/** A count of wrong passwords or codes. */
export interface GuessCount {
  readonly limit: DatabaseLimitName;
  readonly key: string;
  /** Whether the right password makes the wrong ones before it forgotten. */
  readonly forgives: boolean;
}

/** The counts that a login goes by; nobody hears whether such a name exists, so they are the same for one that does not. */
export function loginCounts(name: string, address: string, device: string | undefined): GuessCount[] {
  // Nothing that others can do counts here, or they could lock the owner out.
  if (device !== undefined) return [{ limit: 'login_device', key: device, forgives: true }];
  // In this order, so that an address that has used up its own guesses takes nothing from the name's.
  return [
    { limit: 'login', key: `${address} ${name}`, forgives: true },
    { limit: 'login_address', key: address, forgives: false },
    { limit: 'login_name', key: name, forgives: false },
  ];
}

/** Counts wrong passwords and codes. */
@Injectable()
export class Guesses {
  constructor(private readonly limiter: RateLimiter) {}

  /**
   * Checks a password or a code as a guess: it counts as wrong in all of these counts before it is checked, so that of many at once no
   * more are checked than may be wrong, and a right one among them is worth nothing. Right, it is given back.
   *
   * @param check throws a WrongGuess where it is wrong
   * @throws RateLimited, and whatever `check` throws
   */
  async judge<Result>(counts: readonly GuessCount[], check: () => Promise<Result>): Promise<Result> {
    await this.takeAll(counts);
    const result = await check().catch(async (error: unknown) => {
      if (!(error instanceof WrongGuess)) await this.giveBack(counts, { proved: false });
      throw error;
    });
    await this.giveBack(counts, { proved: true });
    return result;
  }

  /** Forgets the wrong ones, where the counts forgive, of somebody who has proved otherwise who they are. */
  async forgive(counts: readonly GuessCount[]): Promise<void> {
    for (const { limit, key, forgives } of counts) if (forgives) await this.limiter.clear(limit, key);
  }

  private async takeAll(counts: readonly GuessCount[]): Promise<void> {
    const taken: GuessCount[] = [];
    try {
      for (const count of counts) {
        await this.limiter.take(count.limit, count.key);
        taken.push(count);
      }
    } catch (error) {
      await this.giveBack(taken, { proved: false });
      throw error;
    }
  }

  /** One statement after another: two that lock several rows could wait for each other. */
  private async giveBack(counts: readonly GuessCount[], { proved }: { proved: boolean }): Promise<void> {
    for (const { limit, key, forgives } of counts) {
      if (proved && forgives) await this.limiter.clear(limit, key);
      else await this.limiter.giveBack(limit, key);
    }
  }
}
