import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { type Administrator, recordAct } from '../../audit/act.js';
import { execute } from '../../database/statement.js';
import { inTransaction } from '../../database/transaction.js';
import { isId } from '../../http/ids.js';
import { UserNotFound } from '../../users/users.errors.js';
import { lockUser } from '../../users/users.queries.js';
import { UsersService } from '../../users/users.service.js';
import type { Client } from '../client.decorator.js';
import { type GuessCount, Guesses, loginCounts } from '../guesses.js';
import { digestOfWrittenCode, newWrittenCode } from '../written-code.js';
import type { ResetCodeResponse, ResetPasswordRequest } from './reset.dto.js';
import { BadResetCode, ResetOfAdministrator } from './reset.errors.js';
import { deleteExpiredResets, putReset, useReset, userOfReset } from './reset.queries.js';

const LIFETIME_HOURS = 24;

/**
 * A new password for somebody who has forgotten theirs (decision 0027): an administrator makes a code and hands it over, its
 * user sets the password by it. Nobody is logged in by that, so a second factor is asked for as ever.
 */
@Injectable()
export class PasswordResets {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    private readonly users: UsersService,
    private readonly guesses: Guesses,
  ) {}

  /**
   * Makes a code for the user, active or not, which takes the place of the one before. @returns the code, this once
   * @throws UserNotFound
   * @throws ResetOfAdministrator: by a code of theirs one administrator would be two, where two are asked for
   */
  async issue(admin: Administrator, userId: string): Promise<ResetCodeResponse> {
    const code = newWrittenCode();
    const time = await inTransaction(this.dataSource, async (tx) => {
      const [user] = isId(userId) ? await execute(tx, lockUser, [userId]) : [];
      if (user?.role === 'admin') throw new ResetOfAdministrator();
      const values = [userId, digestOfWrittenCode(code), LIFETIME_HOURS];
      const [reset] = user ? await execute(tx, putReset, values) : [];
      if (!reset) throw new UserNotFound();
      const expires = reset.expires_time.toISOString();
      const act = {
        action: 'user.reset_password',
        subject: userId,
        detail: { expires_time: expires },
      } as const;
      await recordAct(tx, admin, act);
      return expires;
    });
    return { code, expires_time: time };
  }

  /**
   * Sets a new password, which ends every session of the user, and uses the code up: both or neither.
   * @throws BadResetCode, whatever is wrong with code or name; RateLimited
   */
  async use({ username, code, password }: ResetPasswordRequest, { address }: Client): Promise<void> {
    const digest = digestOfWrittenCode(code);
    await this.guesses.judge(resetCounts(username, address), async () => {
      const [user] = await execute(this.dataSource, userOfReset, [username, digest]);
      if (!user) throw new BadResetCode();
      await this.users.resetPassword(user, password, async (tx) => {
        const used = await execute(tx, useReset, [user.id, digest]);
        if (used.length === 0) throw new BadResetCode();
      });
    });
    // Whoever has forgotten it has tried what they remembered.
    await this.guesses.forgive(loginCounts(username, address, undefined));
  }
}

/** Not by name alone: strangers could keep its owner from it, and 120 bits are not guessed from any number of addresses. */
function resetCounts(name: string, address: string): GuessCount[] {
  return [
    { limit: 'reset', key: `${address} ${name}`, forgives: true },
    { limit: 'reset_address', key: address, forgives: false },
  ];
}

/** Removes the codes that have expired. Any number of instances may do it at once. @returns how many were removed */
export async function forgetOldResets(dataSource: DataSource): Promise<number> {
  return (await execute(dataSource, deleteExpiredResets, [])).length;
}
