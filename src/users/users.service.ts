import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { type EntityManager, Raw, Repository } from 'typeorm';
import { uuidv7 } from 'uuidv7';
import { isUniqueViolation } from '../database/sql-state.js';
import { execute } from '../database/statement.js';
import { inTransaction } from '../database/transaction.js';
import { isId } from '../http/ids.js';
import { Passwords } from './passwords.js';
import { User } from './user.entity.js';
import { presentUser } from './user.presenter.js';
import type { PublicUserResponse, UpdateUserRequest, UserResponse } from './users.dto.js';
import { BadCredentials, UsernameTaken, UserNotFound } from './users.errors.js';
import {
  endSessions,
  lockUser,
  makeAdministrator,
  publicUsersByIds,
  replacePassword,
  type SessionOwner,
  setPassword,
  upsertAdministrator,
} from './users.queries.js';

export interface Registration {
  username: string;
  password: string;
  /** The user name when absent. */
  nickname?: string | undefined;
}

/** Accounts of people: making them, finding them, changing them. */
@Injectable()
export class UsersService {
  constructor(
    @InjectRepository(User) private readonly users: Repository<User>,
    private readonly passwords: Passwords,
  ) {}

  /** @throws WeakPassword, UsernameTaken also when two register the same name at the same moment. */
  async register({ username, password, nickname = username }: Registration): Promise<User> {
    if (await this.findByUsername(username)) throw new UsernameTaken();
    const passwordHash = await this.passwords.hashChosen(password, { username, nickname });
    return this.add({ username, nickname, passwordHash });
  }

  /** A demo account, whose password is known to everybody. @throws UsernameTaken */
  async addDemo({ username, password, nickname = username }: Registration): Promise<User> {
    return this.add({ username, nickname, passwordHash: await this.passwords.hashGiven(password) });
  }

  private async add(account: Pick<User, 'username' | 'nickname' | 'passwordHash'>): Promise<User> {
    const user = this.users.create({
      ...account,
      id: uuidv7(),
      avatar: '',
      role: 'user',
      isActive: true,
      sessionNumber: 0,
      createdTime: new Date(),
    });
    try {
      await this.users.insert(user);
    } catch (error) {
      throw isUniqueViolation(error) ? new UsernameTaken({ cause: error }) : error;
    }
    return user;
  }

  /**
   * The user, active or not, where the password is theirs. Nobody's takes as long as a wrong one.
   * @throws BadCredentials
   */
  async authenticate(user: User | null, password: string): Promise<User> {
    const fits = await this.passwords.matches(user?.passwordHash, password);
    if (!user || !fits) throw new BadCredentials();
    return user;
  }

  /** The public shapes of many users by id; ids that name nobody are left out. */
  async findMany(ids: Iterable<string>): Promise<Map<string, PublicUserResponse>> {
    const unique = [...new Set(ids)].filter(isId);
    if (unique.length === 0) return new Map();
    const rows = await execute(this.users.manager.dataSource, publicUsersByIds, [unique]);
    return new Map(rows.map((user) => [user.id, user]));
  }

  /** The id of the user with this id or user name; null where there is none. */
  async findIdByName(name: string): Promise<string | null> {
    return isId(name) ? name : ((await this.findByUsername(name))?.id ?? null);
  }

  /** Changes what the request names. @throws EntityNotFoundError when the user is not there. */
  async update(id: string, { nickname, avatar }: UpdateUserRequest): Promise<UserResponse> {
    const changes = { ...(nickname !== undefined && { nickname }), ...(avatar !== undefined && { avatar }) };
    if (Object.keys(changes).length > 0) await this.users.update({ id }, changes);
    return presentUser(await this.users.findOneByOrFail({ id }));
  }

  /** Ends every session of the user that has begun so far: their tokens are refused from the next request on. */
  async endSessions(id: string): Promise<SessionOwner> {
    const [owner] = await execute(this.users.manager.dataSource, endSessions, [id]);
    if (!owner) throw new UserNotFound();
    return owner;
  }

  /**
   * Replaces the password, which ends every session of the user.
   * @throws BadCredentials where `current` is not the password, or no longer is when the new one is written; WeakPassword
   */
  async changePassword(id: string, current: string, password: string): Promise<SessionOwner> {
    const owner = await this.users.findOneByOrFail({ id });
    if (!(await this.passwords.matches(owner.passwordHash, current))) throw new BadCredentials();
    const values = [id, owner.passwordHash, await this.passwords.hashChosen(password, owner)];
    const [changed] = await execute(this.users.manager.dataSource, replacePassword, values);
    if (!changed) throw new BadCredentials();
    return changed;
  }

  /**
   * Sets the password of somebody who proves otherwise than by the old one who they are, which ends every session of theirs.
   * @param prove uses the proof up, in the same transaction and under the user's lock; whatever it throws leaves all as it was
   */
  async resetPassword(
    user: Pick<User, 'id' | 'username' | 'nickname'>,
    password: string,
    prove: (tx: EntityManager) => Promise<void>,
  ): Promise<void> {
    const passwordHash = await this.passwords.hashChosen(password, user);
    await inTransaction(this.users.manager.dataSource, async (tx) => {
      await execute(tx, lockUser, [user.id]);
      await prove(tx);
      await execute(tx, setPassword, [user.id, passwordHash]);
    });
  }

  /**
   * That administrator exists with this password and is active; safe when several instances start at once. A password that
   * is another one than before ends every session of theirs, the same one at the next start ends none.
   */
  async ensureAdministrator(username: string, password: string): Promise<void> {
    const found = await this.findByUsername(username);
    if (found && (await this.passwords.matches(found.passwordHash, password))) {
      await execute(this.users.manager.dataSource, makeAdministrator, [found.id]);
      return;
    }
    const passwordHash = await this.passwords.hashGiven(password);
    await execute(this.users.manager.dataSource, upsertAdministrator, [uuidv7(), username, passwordHash]);
  }

  /** The user of this name in any case; null where there is none. */
  findByUsername(username: string): Promise<User | null> {
    const sameName = Raw((column) => `lower(${column}) = lower(:username)`, { username });
    return this.users.findOneBy({ username: sameName });
  }
}
