import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Sessions of a user that can be ended all at once. */
export class Sessions1795700000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      -- Which tokens of the user are good: those that carry this number. Raised by logging out everywhere, by a new
      -- password and by deactivation. Tokens of before carry none, which counts as 0: they stay good until then.
      ALTER TABLE users ADD COLUMN session_number integer NOT NULL DEFAULT 0;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE users DROP COLUMN session_number');
  }
}
