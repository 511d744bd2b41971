import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Codes by which somebody who has forgotten their password sets another. */
export class PasswordReset1796080000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(UP);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE password_reset');
  }
}

const UP = `
  -- One for each user at most; a new one takes the place of the old one.
  CREATE TABLE password_reset (
    user_id uuid PRIMARY KEY REFERENCES users,
    -- SHA-256 of the code, which has 120 random bits.
    digest bytea NOT NULL CHECK (length(digest) = 32),
    -- users.session_number when the code was made: what ends all sessions makes it worthless.
    session_number integer NOT NULL,
    created_time timestamptz(3) NOT NULL DEFAULT now(),
    expires_time timestamptz(3) NOT NULL
  );
`;
