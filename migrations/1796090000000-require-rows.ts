import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A demand that a statement can make of itself. */
export class RequireRows1796090000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(UP);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP FUNCTION require_rows(bigint, bigint)');
  }
}

const UP = `
  -- Fails the transaction where a statement did not find as many rows as it had to.
  CREATE FUNCTION require_rows(there bigint, expected bigint) RETURNS bigint LANGUAGE plpgsql AS $$
  BEGIN
    IF there <> expected THEN
      RAISE EXCEPTION 'expected % rows, found %', expected, there;
    END IF;
    RETURN there;
  END $$;
`;
