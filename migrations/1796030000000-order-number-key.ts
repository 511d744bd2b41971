import { randomBytes } from 'node:crypto';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The key that order numbers are written with: a backup brings it back together with the orders it lacks. */
export class OrderNumberKey1796030000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(UP);
    await queryRunner.query('INSERT INTO order_number_key (key) VALUES ($1)', [randomBytes(32)]);
  }

  /** Numbers stay what they are; what they say can no longer be read. */
  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE order_number_key');
  }
}

const UP = `
  -- One row, for ever. Whoever has the database knows the orders anyway; an environment that is rotated or lost
  -- would make them unreadable.
  CREATE TABLE order_number_key (
    id boolean PRIMARY KEY DEFAULT true CHECK (id),
    key bytea NOT NULL CHECK (length(key) = 32)
  );
  CREATE TRIGGER order_number_key_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON order_number_key
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
`;
