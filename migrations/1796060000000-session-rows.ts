import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A row for each session, so that one of several can be seen and ended. Whoever is logged in logs in once again. */
export class SessionRows1796060000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(UP);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE session');
  }
}

const UP = `
  -- A token names its session. Deleting the row ends it; raising users.session_number ends all of the user.
  CREATE TABLE session (
    id uuid PRIMARY KEY,
    user_id uuid NOT NULL REFERENCES users,
    -- users.session_number when the session began.
    number integer NOT NULL,
    created_time timestamptz(3) NOT NULL DEFAULT now(),
    -- Of the last request, to the minute.
    used_time timestamptz(3) NOT NULL DEFAULT now(),
    expires_time timestamptz(3) NOT NULL,
    -- For its owner, to recognise it: where the login came from, and what the program called itself.
    address text NOT NULL,
    client text NOT NULL
  ) WITH (fillfactor = 90);
  CREATE INDEX session_of_user ON session (user_id, id DESC);
  CREATE INDEX session_expires ON session (expires_time);
`;
