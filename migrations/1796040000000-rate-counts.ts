import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What rate limits have counted, for all instances together. */
export class RateCounts1796040000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(UP);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE rate_count');
  }
}

const UP = `
  -- Unlogged: written at every login and worth nothing an hour later, so it waits for no disk and is empty after a crash
  -- of PostgreSQL. The key is a digest: neither names nor addresses are kept.
  CREATE UNLOGGED TABLE rate_count (
    limit_name text NOT NULL,
    key bytea NOT NULL,
    taken integer NOT NULL CHECK (taken >= 0),
    end_time timestamptz(3) NOT NULL,
    PRIMARY KEY (limit_name, key)
  );
`;
