import { statement } from '../database/statement.js';
import type { User } from './user.entity.js';
import type { PublicUserResponse } from './users.dto.js';

/** Somebody, and the number of those sessions of theirs that are good. */
export type SessionOwner = Pick<User, 'id' | 'sessionNumber'>;

/** Ends every session of a user: none that has begun is good any more. */
export const endSessions = statement<SessionOwner>(
  'users.end_sessions',
  `UPDATE users SET session_number = session_number + 1 WHERE id = $1
   RETURNING id, session_number AS "sessionNumber"`,
);

/** A new password instead of the one that was checked, which ends every session; nothing where it has changed since. */
export const replacePassword = statement<SessionOwner>(
  'users.replace_password',
  `UPDATE users SET password_hash = $3, session_number = session_number + 1
   WHERE id = $1 AND password_hash = $2 RETURNING id, session_number AS "sessionNumber"`,
);

/** Locks a user: whoever changes password, role or activity waits. */
export const lockUser = statement<Pick<User, 'role'>>(
  'users.lock',
  'SELECT role FROM users WHERE id = $1 FOR NO KEY UPDATE',
);

/** A new password, whatever the old one was, which ends every session. */
export const setPassword = statement(
  'users.set_password',
  'UPDATE users SET password_hash = $2, session_number = session_number + 1 WHERE id = $1',
);

export const publicUsersByIds = statement<PublicUserResponse>(
  'users.public_by_ids',
  'SELECT id, username, nickname, avatar FROM users WHERE id = ANY($1::uuid[])',
);

/** Locks the active administrators in id order: whoever wants to take one away waits here. */
export const lockActiveAdmins = statement<Pick<User, 'id'>>(
  'users.lock_active_admins',
  `SELECT id FROM users WHERE role = 'admin' AND is_active ORDER BY id FOR NO KEY UPDATE`,
);

/**
 * Creates the administrator, or gives an existing user of that name the password, the role and an active account, which ends
 * every session of theirs.
 */
export const upsertAdministrator = statement(
  'users.upsert_administrator',
  `INSERT INTO users AS u (id, username, password_hash, nickname, role) VALUES ($1, $2, $3, $2, 'admin')
   ON CONFLICT (lower(username)) DO UPDATE SET password_hash = EXCLUDED.password_hash, role = 'admin', is_active = true,
     session_number = u.session_number + 1`,
);

/** Gives a user the role and an active account. */
export const makeAdministrator = statement(
  'users.make_administrator',
  `UPDATE users SET role = 'admin', is_active = true WHERE id = $1`,
);

/** Those of the users $1 who have a second factor. */
export const usersWithSecondFactor = statement<{ user_id: string }>(
  'users.with_second_factor',
  'SELECT user_id FROM second_factor WHERE user_id = ANY($1::uuid[]) AND confirmed_time IS NOT NULL',
);
