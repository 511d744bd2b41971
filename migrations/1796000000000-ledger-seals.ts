import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Seals over the transfers: so that a row that was changed or removed behind the program's back is found and named. */
export class LedgerSeals1796000000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(UP);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE ledger_seal, ledger_sealing');
  }
}

const UP = `
  -- A seal covers the transfers whose ids lie after after_id and up to upto_id.
  CREATE TABLE ledger_seal (
    number bigint PRIMARY KEY CHECK (number > 0),
    after_id uuid NOT NULL,
    upto_id uuid NOT NULL CHECK (upto_id > after_id),
    -- Of each transfer, in order: its id (16 bytes) and the digest of its content (16 bytes).
    entries bytea NOT NULL CHECK (length(entries) > 0 AND length(entries) % 32 = 0),
    sealed_time timestamptz(3) NOT NULL,
    -- Which key made the mac, which also covers the mac before it: a chain.
    key_id bytea NOT NULL CHECK (length(key_id) = 8),
    mac bytea NOT NULL CHECK (length(mac) = 32)
  );
  -- Digests are noise: trying to compress them costs time and saves nothing.
  ALTER TABLE ledger_seal ALTER COLUMN entries SET STORAGE EXTERNAL;
  CREATE TRIGGER ledger_seal_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_seal
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

  -- One row: the claim by which one of any number of instances seals, and how far nothing can appear any more.
  CREATE TABLE ledger_sealing (
    id boolean PRIMARY KEY DEFAULT true CHECK (id),
    claimed_until timestamptz NOT NULL DEFAULT now(),
    -- Below this id every transaction has ended.
    settled_id uuid NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000',
    -- The next such id, once all transactions before this one have ended.
    candidate_id uuid,
    candidate_xid xid8,
    CHECK ((candidate_id IS NULL) = (candidate_xid IS NULL))
  );
  INSERT INTO ledger_sealing DEFAULT VALUES;
`;
