import { statement } from '../database/statement.js';
import type { User } from './user.entity.js';
import type { PublicUserResponse, UserResponse } from './users.dto.js';

/** Who is behind a token, read anew for every request with a token. */
export const askersByIds = statement<UserResponse & { is_active: boolean }>(
  'users.askers_by_ids',
  'SELECT id, username, nickname, avatar, role, is_active FROM users WHERE id = ANY($1::uuid[])',
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

/** Creates the administrator, or gives an existing user of that name the password, the role and an active account. */
export const upsertAdministrator = statement(
  'users.upsert_administrator',
  `INSERT INTO users (id, username, password_hash, nickname, role) VALUES ($1, $2, $3, $2, 'admin')
   ON CONFLICT (lower(username))
   DO UPDATE SET password_hash = EXCLUDED.password_hash, role = 'admin', is_active = true`,
);
