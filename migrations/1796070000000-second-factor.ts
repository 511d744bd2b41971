import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Codes of an authenticator app, beside the password. */
export class SecondFactor1796070000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(UP);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP TABLE recovery_code, second_factor;
      ALTER TABLE session DROP COLUMN factors;
    `);
  }
}

const UP = `
  CREATE TABLE second_factor (
    user_id uuid PRIMARY KEY REFERENCES users,
    secret bytea NOT NULL CHECK (length(secret) = 20),
    -- The 30 seconds (since 1970) of the last code that was accepted: none is accepted twice.
    used_step bigint NOT NULL DEFAULT 0,
    -- Null until the first code has shown that the app has the secret: until then nobody is asked for one.
    confirmed_time timestamptz(3)
  );
  -- For when the app is lost; each works once and is deleted then.
  CREATE TABLE recovery_code (
    user_id uuid NOT NULL REFERENCES second_factor ON DELETE CASCADE,
    digest bytea NOT NULL,
    PRIMARY KEY (user_id, digest)
  );
  -- By how many factors its user was recognised.
  ALTER TABLE session ADD COLUMN factors smallint NOT NULL DEFAULT 1;
`;
