import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A record of every administrator's act. */
export class AdminActs1796010000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(UP);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE admin_act');
  }
}

const UP = `
  CREATE TABLE admin_act (
    id uuid PRIMARY KEY,
    time timestamptz(3) NOT NULL DEFAULT now(),
    -- Who, under the name of then, and from where.
    admin_id uuid NOT NULL,
    admin_name text NOT NULL,
    address text NOT NULL,
    request_id text NOT NULL,
    -- What, on what, and before, after or what came of it.
    action text NOT NULL,
    subject text NOT NULL,
    detail jsonb NOT NULL DEFAULT '{}'
  );
  CREATE INDEX admin_act_of_admin ON admin_act (admin_id, id DESC);
  CREATE INDEX admin_act_of_subject ON admin_act (subject, id DESC);
  CREATE TRIGGER admin_act_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON admin_act
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
`;
