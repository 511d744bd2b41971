import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Daily bills of the provider, what they say otherwise than the books, and the nightly recount of the books.
 */
export class Reconciliation1795600000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    for (const statement of [BILLS, REFUNDS, BOOKS]) await queryRunner.query(statement);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP TABLE books_check, bill_difference, bill_row, reconciliation;
      DROP INDEX reward_paid_day;
      DROP INDEX refund_done_day;
      ALTER TABLE refund DROP COLUMN adopted;
    `);
  }
}

const BILLS = `
  -- A day (Beijing) and its bill. The row is also the claim by which one of any number of instances fetches it.
  CREATE TABLE reconciliation (
    day date PRIMARY KEY,
    state text NOT NULL DEFAULT 'unavailable' CHECK (state IN ('fetched', 'unavailable', 'failed')),
    failure text NOT NULL DEFAULT '',
    -- Of the rows as they were read, so that the same bill again changes nothing.
    rows_digest bytea,
    -- Taken before the bill was asked for: what was booked by then and belongs to the day must be in it.
    asked_time timestamptz,
    -- When what is kept of the bill was read first.
    fetched_time timestamptz(3),
    payment_count integer NOT NULL DEFAULT 0,
    refund_count integer NOT NULL DEFAULT 0,
    received_fen bigint NOT NULL DEFAULT 0,
    refunded_fen bigint NOT NULL DEFAULT 0,
    service_fee_fen bigint NOT NULL DEFAULT 0,
    difference_count integer NOT NULL DEFAULT 0,
    next_try_time timestamptz NOT NULL DEFAULT now(),
    try_count smallint NOT NULL DEFAULT 0,
    CHECK ((state = 'fetched') = (fetched_time IS NOT NULL))
  );

  CREATE TABLE bill_row (
    day date NOT NULL REFERENCES reconciliation,
    line integer NOT NULL,
    kind text NOT NULL CHECK (kind IN ('payment', 'refund')),
    trade_no text NOT NULL,
    out_trade_no text NOT NULL,
    out_request_no text NOT NULL,
    amount_fen bigint NOT NULL CHECK (amount_fen >= 0),
    received_fen bigint NOT NULL,
    fee_fen bigint NOT NULL,
    finished_time timestamptz NOT NULL,
    PRIMARY KEY (day, line)
  );
  CREATE INDEX bill_row_of_order ON bill_row (out_trade_no);

  CREATE TABLE bill_difference (
    day date NOT NULL REFERENCES reconciliation,
    position integer NOT NULL,
    kind text NOT NULL CHECK (kind IN ('missing_here', 'missing_there', 'different_amount', 'different_state')),
    subject text NOT NULL CHECK (subject IN ('payment', 'refund', 'fee')),
    out_trade_no text NOT NULL,
    out_request_no text,
    trade_no text NOT NULL,
    reward_id uuid,
    here text,
    there text,
    PRIMARY KEY (day, position)
  );

  -- What was paid on a day: rewards lie about in the order of their payment, and a summary costs a tip nothing.
  CREATE INDEX reward_paid_day ON reward USING brin (paid_time) WITH (pages_per_range = 32, autosummarize = on);
  CREATE INDEX refund_done_day ON refund (done_time) WHERE status = 'done';
`;

const REFUNDS = `
  -- A refund that was booked as a sum, from a notice without a number, may turn out to be several: their numbers in
  -- the provider's bills, each with its amount in fen.
  ALTER TABLE refund ADD COLUMN adopted jsonb NOT NULL DEFAULT '{}';
`;

const BOOKS = `
  -- One row: the claim of the nightly recount, and what it found last.
  CREATE TABLE books_check (
    id boolean PRIMARY KEY DEFAULT true CHECK (id),
    claimed_until timestamptz NOT NULL DEFAULT now(),
    checked_time timestamptz,
    balanced boolean
  );
  INSERT INTO books_check DEFAULT VALUES;
`;
