import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { uuidv7 } from 'uuidv7';
import { CONFIG, type Config } from '../config/config.js';
import { GatheredLookup } from '../database/gathered-lookup.js';
import { execute } from '../database/statement.js';
import { isId } from '../http/ids.js';
import type { SessionOwner } from '../users/users.queries.js';
import type { Role } from '../users/user.entity.js';
import type { Client } from './client.decorator.js';
import {
  deleteExpiredSessions,
  deleteSession,
  type FoundSession,
  insertSession,
  type OwnSession,
  sessionsByIds,
  sessionsOfUser,
} from './session.queries.js';

/** How much of what a program calls itself is kept. */
const MAX_CLIENT_LENGTH = 300;

/** The rows of sessions (decision 0026): a token is worth what the row that it names says at this request. */
@Injectable()
export class SessionStore {
  private readonly lookup: GatheredLookup<FoundSession>;
  private readonly config: Config['auth'];

  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(CONFIG) { auth }: Config,
  ) {
    this.lookup = new GatheredLookup(dataSource, sessionsByIds);
    this.config = auth;
  }

  /**
   * Begins a session of somebody who has shown so many factors. It has ended already where the owner's sessions were all ended
   * meanwhile. @returns its id
   */
  async begin(owner: SessionOwner, factors: number, { address, program }: Client): Promise<string> {
    const id = uuidv7();
    const client = program.slice(0, MAX_CLIENT_LENGTH);
    const lifetime = this.config.tokenLifetimeSeconds;
    const values = [id, owner.id, owner.sessionNumber, lifetime, address, client, factors];
    await execute(this.dataSource, insertSession, values);
    return id;
  }

  /**
   * The session of this id and its user, active or not. Undefined where there is none, or it was ended, has expired or was
   * not used for too long.
   */
  async find(id: string): Promise<FoundSession | undefined> {
    const found = isId(id) ? await this.lookup.find(id) : undefined;
    if (!found || found.idle > this.idleSeconds(found.role)) return undefined;
    // Of somebody who is not active all have ended; they hear why.
    return found.is_ended && found.is_active ? undefined : found;
  }

  /** The good sessions of a user that began before the session `before`, newest first. */
  list(user: { id: string; role: Role }, before: string | undefined, count: number): Promise<OwnSession[]> {
    const values = [user.id, this.idleSeconds(user.role), before ?? null, count];
    return execute(this.dataSource, sessionsOfUser, values);
  }

  /** Ends one session of this user. @returns whether it was there */
  async end(id: string, userId: string): Promise<boolean> {
    return isId(id) && (await execute(this.dataSource, deleteSession, [id, userId])).length > 0;
  }

  private idleSeconds(role: Role): number {
    return role === 'admin' ? this.config.adminIdleSeconds : this.config.idleSeconds;
  }
}

/** Removes the sessions that are over. Any number of instances may do it at once. @returns how many were removed */
export async function forgetOldSessions(dataSource: DataSource): Promise<number> {
  return (await execute(dataSource, deleteExpiredSessions, [])).length;
}
