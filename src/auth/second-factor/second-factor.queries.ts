import { statement } from '../../database/statement.js';

export interface SecondFactorRow {
  secret: Buffer;
  confirmed_time: Date | null;
  /** How many recovery codes are left. */
  codes: number;
}

export const secondFactorOf = statement<SecondFactorRow>(
  'auth.second_factor_of',
  `SELECT secret, confirmed_time,
     (SELECT count(*)::integer FROM recovery_code c WHERE c.user_id = f.user_id) AS codes
   FROM second_factor f WHERE user_id = $1`,
);

/** A secret for user $1 that is not asked for yet; nothing where one is. */
export const proposeSecondFactor = statement<{ user_id: string }>(
  'auth.propose_second_factor',
  `INSERT INTO second_factor AS f (user_id, secret) VALUES ($1, $2)
   ON CONFLICT (user_id) DO UPDATE SET secret = excluded.secret WHERE f.confirmed_time IS NULL
   RETURNING user_id`,
);

/** The secret $2 of user $1 is asked for from now on; $3 is the step of the code that showed it. */
export const confirmSecondFactor = statement<{ user_id: string }>(
  'auth.confirm_second_factor',
  `UPDATE second_factor SET confirmed_time = now(), used_step = $3
   WHERE user_id = $1 AND secret = $2 AND confirmed_time IS NULL RETURNING user_id`,
);

/** Uses up the code of step $2 of user $1; nothing where it, or a later one, was used. */
export const useStep = statement<{ user_id: string }>(
  'auth.use_step',
  `UPDATE second_factor SET used_step = $2
   WHERE user_id = $1 AND used_step < $2 AND confirmed_time IS NOT NULL RETURNING user_id`,
);

export const useRecoveryCode = statement<{ user_id: string }>(
  'auth.use_recovery_code',
  'DELETE FROM recovery_code WHERE user_id = $1 AND digest = $2 RETURNING user_id',
);

export const deleteRecoveryCodes = statement(
  'auth.delete_recovery_codes',
  'DELETE FROM recovery_code WHERE user_id = $1',
);

/** Adds the digests $2 for user $1. */
export const insertRecoveryCodes = statement(
  'auth.insert_recovery_codes',
  'INSERT INTO recovery_code (user_id, digest) SELECT $1, unnest($2::bytea[])',
);

export const deleteSecondFactor = statement<{ user_id: string }>(
  'auth.delete_second_factor',
  'DELETE FROM second_factor WHERE user_id = $1 RETURNING user_id',
);

/** Session $2 of user $1 has shown both factors, and is the only one that goes on. */
export const keepOnlySession = statement(
  'auth.keep_only_session',
  `WITH ended AS (DELETE FROM session WHERE user_id = $1 AND id <> $2)
   UPDATE session SET factors = 2 WHERE id = $2`,
);

/** Every session of user $1 counts as begun by the password alone. */
export const forgetFactors = statement(
  'auth.forget_factors',
  'UPDATE session SET factors = 1 WHERE user_id = $1 AND factors <> 1',
);
