import type { EntityManager } from 'typeorm';
import { type Command, executeAll, statement } from '../database/statement.js';
import { type Announcement, pack } from './announcement.js';

/** The one channel of NOTIFY, for all instances on the database. */
export const CHANNEL = 'zanshang_live';

/** Sends the payloads of the text[] parameter `$n`: the end of a statement that changes something as well. */
export function notifyAll(parameter: `$${number}`): string {
  return `SELECT pg_notify('${CHANNEL}', payload) FROM unnest(${parameter}::text[]) AS u(payload)`;
}

const NOTIFY = statement('live.notify', notifyAll('$1'));

/**
 * Announces what the caller's transaction changes: every instance hears it once the transaction is committed, and
 * nobody where it is not.
 */
export function announce(tx: EntityManager, announcements: readonly Announcement[]): Promise<void> {
  return executeAll(tx, announcing(announcements));
}

/** The same, not yet sent. */
export function announcing(announcements: readonly Announcement[]): Command[] {
  return announcements.length === 0 ? [] : [{ statement: NOTIFY, values: [pack(announcements)] }];
}
