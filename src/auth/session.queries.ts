import { statement } from '../database/statement.js';
import type { UserResponse } from '../users/users.dto.js';

/** A session and whose it is, as the database has both at this request. */
export interface FoundSession extends Omit<UserResponse, 'id'> {
  /** The session's. */
  id: string;
  user_id: string;
  is_active: boolean;
  /** Whether all of the user's sessions were ended since it began. */
  is_ended: boolean;
  /** By how many factors its user was recognised. */
  factors: number;
  /** Seconds since it began, and since it was last used. */
  age: number;
  idle: number;
}

/** Sessions behind tokens, read anew for every request with a token. */
export const sessionsByIds = statement<FoundSession>(
  'auth.sessions_by_ids',
  `SELECT s.id, s.user_id, u.username, u.nickname, u.avatar, u.role, u.is_active,
     s.number <> u.session_number AS is_ended, s.factors,
     extract(epoch FROM now() - s.created_time)::integer AS age,
     extract(epoch FROM now() - s.used_time)::integer AS idle
   FROM session s JOIN users u ON u.id = s.user_id
   WHERE s.id = ANY($1::uuid[]) AND s.expires_time > now()`,
);

/** Session $1 of user $2, as long as their sessions have number $3, for $4 seconds, begun by $7 factors at address $5 by program $6. */
export const insertSession = statement(
  'auth.insert_session',
  `INSERT INTO session (id, user_id, number, expires_time, address, client, factors)
   VALUES ($1, $2, $3, now() + make_interval(secs => $4), $5, $6, $7)`,
);

/** Ends session $1 where it is one of user $2. */
export const deleteSession = statement<{ id: string }>(
  'auth.delete_session',
  'DELETE FROM session WHERE id = $1 AND user_id = $2 RETURNING id',
);

/** A session as its owner sees it. */
export interface OwnSession {
  id: string;
  created_time: Date;
  used_time: Date;
  address: string;
  client: string;
}

/** Up to $4 good sessions of user $1, used within $2 seconds, that began before session $3 (null: all), newest first. */
export const sessionsOfUser = statement<OwnSession>(
  'auth.sessions_of_user',
  `SELECT s.id, s.created_time, s.used_time, s.address, s.client
   FROM session s JOIN users u ON u.id = s.user_id AND u.session_number = s.number
   WHERE s.user_id = $1 AND s.expires_time > now() AND s.used_time > now() - make_interval(secs => $2)
     AND ($3::uuid IS NULL OR s.id < $3)
   ORDER BY s.id DESC LIMIT $4`,
);

/** Sessions that were used just now. Who is being ended at the same moment is not waited for. */
export const touchSessions = statement(
  'auth.touch_sessions',
  `UPDATE session SET used_time = now() WHERE id IN
     (SELECT id FROM session WHERE id = ANY($1::uuid[]) FOR UPDATE SKIP LOCKED)`,
);

export const deleteExpiredSessions = statement<{ id: string }>(
  'auth.delete_expired_sessions',
  'DELETE FROM session WHERE expires_time <= now() RETURNING id',
);
