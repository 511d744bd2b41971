import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Authors take money out: a withdrawal with its history, and how much each of them has taken out so far. */
export class Withdrawals1795500000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    for (const statement of [ACCOUNTS, WITHDRAWALS, EVENTS]) await queryRunner.query(statement);
  }

  /** Goes back only while nobody has asked for money: what was asked for and paid must not be forgotten. */
  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(DOWN);
  }
}

const ACCOUNTS = `
  -- Paid out of a withdrawing account less what came back: a running sum, so that nobody adds up transfers to show it.
  ALTER TABLE account ADD COLUMN withdrawn_fen bigint NOT NULL DEFAULT 0 CHECK (withdrawn_fen >= 0),
    ADD CONSTRAINT account_withdrawn CHECK (kind = 'withdrawing' OR withdrawn_fen = 0);
`;

const WITHDRAWALS = `
  CREATE TABLE withdrawal (
    id uuid PRIMARY KEY,
    owner_id uuid NOT NULL,
    amount_fen bigint NOT NULL CHECK (amount_fen > 0),
    -- Where it goes: a login at the provider, and the real name that must fit it.
    account text NOT NULL,
    name text NOT NULL,
    status text NOT NULL CHECK (status IN
      ('requested', 'approved', 'sending', 'paid', 'rejected', 'failed', 'returned')),
    -- Goes up with every change, so that nobody decides about what has changed meanwhile.
    revision integer NOT NULL DEFAULT 1 CHECK (revision > 0),
    -- Why it was not paid, or not yet.
    reason text NOT NULL DEFAULT '',
    paid_by text CHECK (paid_by IN ('provider', 'hand')),
    -- The provider's number of the payment, or the operator's proof of it.
    reference text NOT NULL DEFAULT '',
    -- When the provider is asked next; NULL: never again, or a human hand pays.
    next_try_time timestamptz(3),
    try_count smallint NOT NULL DEFAULT 0,
    created_time timestamptz(3) NOT NULL DEFAULT now(),
    done_time timestamptz(3),
    CHECK ((status IN ('requested', 'approved', 'sending')) = (done_time IS NULL)),
    CHECK ((status IN ('paid', 'returned')) = (paid_by IS NOT NULL)),
    CHECK (next_try_time IS NULL OR status IN ('approved', 'sending', 'paid')),
    CHECK (status <> 'sending' OR next_try_time IS NOT NULL)
  ) WITH (fillfactor = 70);
  CREATE INDEX withdrawal_of_owner ON withdrawal (owner_id, id DESC);
  CREATE INDEX withdrawal_by_status ON withdrawal (status, id DESC);
  CREATE INDEX withdrawal_due ON withdrawal (next_try_time) WHERE next_try_time IS NOT NULL;
`;

const EVENTS = `
  -- Every state it came into: when, by whom, why.
  CREATE TABLE withdrawal_event (
    id uuid PRIMARY KEY,
    withdrawal_id uuid NOT NULL REFERENCES withdrawal,
    time timestamptz NOT NULL DEFAULT now(),
    source text NOT NULL,
    actor_id uuid,
    status text NOT NULL,
    detail jsonb NOT NULL DEFAULT '{}'
  );
  CREATE INDEX withdrawal_event_of_withdrawal ON withdrawal_event (withdrawal_id, id);
  CREATE TRIGGER withdrawal_event_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON withdrawal_event
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
`;

const DOWN = `
  DO $$ BEGIN
    IF EXISTS (SELECT FROM withdrawal) THEN
      RAISE EXCEPTION 'there are withdrawals, which the older schema cannot hold';
    END IF;
  END $$;
  DROP TABLE withdrawal_event;
  DROP TABLE withdrawal;
  ALTER TABLE account DROP CONSTRAINT account_withdrawn, DROP COLUMN withdrawn_fen;
`;
