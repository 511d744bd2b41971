import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { type Administrator, recordAct } from '../../audit/act.js';
import { CONFIG, type Config } from '../../config/config.js';
import { execute } from '../../database/statement.js';
import { inTransaction } from '../../database/transaction.js';
import { isId } from '../../http/ids.js';
import { BadCode, SecondFactorIsOff, SecondFactorIsOn, SecondFactorRequired } from '../auth.errors.js';
import { type AskedSession, requireRecentLogin } from '../current-session.decorator.js';
import type { Asker } from '../current-user.decorator.js';
import { Guesses } from '../guesses.js';
import { digestOfWrittenCode, newWrittenCode } from '../written-code.js';
import type {
  RecoveryCodesResponse,
  SecondFactorResponse,
  SecondFactorSecretResponse,
} from './second-factor.dto.js';
import {
  confirmSecondFactor,
  deleteRecoveryCodes,
  deleteSecondFactor,
  forgetFactors,
  insertRecoveryCodes,
  keepOnlySession,
  proposeSecondFactor,
  secondFactorOf,
  type SecondFactorRow,
  useRecoveryCode,
  useStep,
} from './second-factor.queries.js';
import { newSecret, secretFor, stepOf } from './totp.js';

const RECOVERY_CODES = 10;

/**
 * The second factor (decision 0028): codes of an authenticator app (RFC 6238), or written ones for when it is lost. A code works
 * once, however many logins come with it at the same moment.
 */
@Injectable()
export class SecondFactors {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(CONFIG) private readonly config: Config,
    private readonly guesses: Guesses,
  ) {}

  /** Whether it is on, and whether it has to be. */
  async stateFor({ id, role }: Asker): Promise<SecondFactorResponse> {
    const row = await this.find(id);
    const isOn = row?.confirmed_time != null;
    return {
      is_on: isOn,
      is_required: role === 'admin' && this.config.auth.adminsNeedSecondFactor,
      recovery_codes_left: isOn ? row.codes : 0,
    };
  }

  /**
   * A new secret, which is asked for once `confirm` has seen a code of it. @throws RecentLoginRequired, SecondFactorIsOn
   */
  async propose(asker: Asker, session: AskedSession): Promise<SecondFactorSecretResponse> {
    requireRecentLogin(session);
    const secret = newSecret();
    const proposed = await execute(this.dataSource, proposeSecondFactor, [asker.id, secret]);
    if (proposed.length === 0) throw new SecondFactorIsOn();
    return secretFor(secret, asker.username);
  }

  /**
   * Switches it on, and ends every other session, which was begun without it. @returns the recovery codes, this once
   * @throws RecentLoginRequired, BadCode, SecondFactorIsOn, SecondFactorIsOff where no secret was proposed, RateLimited
   */
  async confirm(session: AskedSession, code: string): Promise<RecoveryCodesResponse> {
    requireRecentLogin(session);
    const { userId } = session;
    const row = await this.find(userId);
    if (!row) throw new SecondFactorIsOff();
    if (row.confirmed_time) throw new SecondFactorIsOn();
    const step = await this.guess(userId, () => stepOf(row.secret, digitsOf(code)));
    return inTransaction(this.dataSource, async (tx) => {
      const confirmed = await execute(tx, confirmSecondFactor, [userId, row.secret, step]);
      if (confirmed.length === 0) throw new SecondFactorIsOn();
      await execute(tx, keepOnlySession, [userId, session.id]);
      return replaceRecoveryCodes(tx, userId);
    });
  }

  /** New recovery codes instead of those that are left. @throws RecentLoginRequired, SecondFactorIsOff */
  async renewRecoveryCodes(session: AskedSession): Promise<RecoveryCodesResponse> {
    requireRecentLogin(session);
    if (!(await this.find(session.userId))?.confirmed_time) throw new SecondFactorIsOff();
    return inTransaction(this.dataSource, (tx) => replaceRecoveryCodes(tx, session.userId));
  }

  /** Switches it off. @throws RecentLoginRequired, SecondFactorIsOff */
  async remove(session: AskedSession): Promise<void> {
    requireRecentLogin(session);
    await inTransaction(this.dataSource, (tx) => removeFrom(tx, session.userId));
  }

  /** Switches it off for somebody who has lost app and codes. @throws SecondFactorIsOff */
  async removeFor(admin: Administrator, userId: string): Promise<void> {
    if (!isId(userId)) throw new SecondFactorIsOff();
    await inTransaction(this.dataSource, async (tx) => {
      await removeFrom(tx, userId);
      await recordAct(tx, admin, { action: 'user.remove_second_factor', subject: userId, detail: {} });
    });
  }

  /**
   * Asks somebody whose password was right for their second factor. @returns how many factors they have shown, 1 where it is off
   * @throws SecondFactorRequired where no code was given, BadCode, RateLimited
   */
  async demand(userId: string, code: string | undefined): Promise<number> {
    const row = await this.find(userId);
    if (!row?.confirmed_time) return 1;
    if (code === undefined) throw new SecondFactorRequired();
    await this.guess(userId, () => this.use(userId, row, code));
    return 2;
  }

  /** Uses a code up. @returns undefined where it is wrong or was used before */
  private async use(userId: string, { secret }: SecondFactorRow, code: string): Promise<unknown> {
    const digest = digestOfWrittenCode(code);
    if (digest) return (await execute(this.dataSource, useRecoveryCode, [userId, digest]))[0];
    const step = await stepOf(secret, digitsOf(code));
    return step && (await execute(this.dataSource, useStep, [userId, step]))[0];
  }

  /** What `check` finds. @throws BadCode where that is nothing, RateLimited after too many of those */
  private guess<Found>(userId: string, check: () => Promise<Found | undefined>): Promise<Found> {
    return this.guesses.judge([{ limit: 'second_factor', key: userId, forgives: true }], async () => {
      const found = await check();
      if (found === undefined) throw new BadCode();
      return found;
    });
  }

  private async find(userId: string): Promise<SecondFactorRow | undefined> {
    const [row] = await execute(this.dataSource, secondFactorOf, [userId]);
    return row;
  }
}

/** Apps show `123 456`. */
function digitsOf(code: string): string {
  return code.replace(/\s/g, '');
}

async function replaceRecoveryCodes(tx: EntityManager, userId: string): Promise<RecoveryCodesResponse> {
  const codes = Array.from({ length: RECOVERY_CODES }, newWrittenCode);
  await execute(tx, deleteRecoveryCodes, [userId]);
  await execute(tx, insertRecoveryCodes, [userId, codes.map(digestOfWrittenCode)]);
  return { recovery_codes: codes };
}

async function removeFrom(tx: EntityManager, userId: string): Promise<void> {
  const removed = await execute(tx, deleteSecondFactor, [userId]);
  if (removed.length === 0) throw new SecondFactorIsOff();
  await execute(tx, forgetFactors, [userId]);
}
