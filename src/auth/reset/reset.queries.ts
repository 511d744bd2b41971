import { statement } from '../../database/statement.js';
import type { User } from '../../users/user.entity.js';

/** The reset r of user u is good: in time, and nothing has ended all of their sessions since it was made. */
const IS_GOOD = `r.expires_time > now() AND r.session_number = u.session_number AND u.role <> 'admin'`;

/** A code with digest $2 for user $1, good for $3 hours, in the place of the one before. */
export const putReset = statement<{ expires_time: Date }>(
  'auth.put_reset',
  `INSERT INTO password_reset (user_id, digest, session_number, expires_time)
   SELECT id, $2, session_number, now() + make_interval(hours => $3) FROM users WHERE id = $1
   ON CONFLICT (user_id) DO UPDATE SET digest = excluded.digest, session_number = excluded.session_number,
     created_time = now(), expires_time = excluded.expires_time
   RETURNING expires_time`,
);

/** The user called $1 where the code with digest $2 is good for them. In one look, so that every refusal takes as long. */
export const userOfReset = statement<Pick<User, 'id' | 'username' | 'nickname'>>(
  'auth.user_of_reset',
  `SELECT u.id, u.username, u.nickname FROM users u JOIN password_reset r ON r.user_id = u.id
   WHERE lower(u.username) = lower($1) AND r.digest = $2 AND ${IS_GOOD}`,
);

/** Uses up the code with digest $2 of user $1; nothing where it is not good, or no longer. */
export const useReset = statement<{ user_id: string }>(
  'auth.use_reset',
  `DELETE FROM password_reset r USING users u
   WHERE u.id = r.user_id AND r.user_id = $1 AND r.digest = $2 AND ${IS_GOOD} RETURNING r.user_id`,
);

export const deleteExpiredResets = statement<{ user_id: string }>(
  'auth.delete_expired_resets',
  'DELETE FROM password_reset WHERE expires_time <= now() RETURNING user_id',
);
