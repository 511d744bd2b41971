import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What the pages need: authors say how they ask for tips, readers may stay unnamed, wallets are filtered, and the
 * console counts a period and finds what waits for a human.
 */
export class AskingForTips1795710000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    for (const statement of [ASKING, UNNAMED, FILTERS, CONSOLE]) await queryRunner.query(statement);
  }

  /** Goes back only while the older version would name nobody who wanted to stay unnamed, and open nothing closed. */
  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(DOWN);
  }
}

const ASKING = `
  ALTER TABLE article ADD COLUMN tips_open boolean NOT NULL DEFAULT true;
  -- Apart from users, whose rows are read at every request.
  CREATE TABLE tipping_settings (
    user_id uuid PRIMARY KEY REFERENCES users,
    -- NULL: the usual ones, which the program knows.
    presets_fen bigint[] CHECK (cardinality(presets_fen) BETWEEN 1 AND 6
      AND 1 <= ALL (presets_fen) AND 999999 >= ALL (presets_fen)),
    invitation text NOT NULL DEFAULT '',
    thanks text NOT NULL DEFAULT ''
  );
`;

const UNNAMED = `
  ALTER TABLE reward
    ADD COLUMN anonymous boolean NOT NULL DEFAULT false,
    ADD COLUMN hide_amount boolean NOT NULL DEFAULT false;
  -- Whose wallet does not show who is at the other end: the author's, of an anonymous tip and its refunds. NULL, as
  -- almost always, takes no room.
  ALTER TABLE transfer ADD COLUMN hidden_from uuid;
`;

const FILTERS = `
  -- Refunds and withdrawals among a million tips: without these, finding twenty would mean reading all of them. A tip
  -- is in neither, so that it costs a tip nothing but the look at its kind.
  CREATE INDEX transfer_rare_credits ON transfer (credit_account_id, credit_posting)
    WHERE credit_posting IS NOT NULL AND kind NOT IN ('reward', 'balance_reward');
  CREATE INDEX transfer_rare_debits ON transfer (debit_account_id, debit_posting)
    WHERE debit_posting IS NOT NULL AND kind NOT IN ('reward', 'balance_reward');
`;

const CONSOLE = `
  -- What was created in a period. Like reward_paid_day: rewards lie about in the order of their creation, so that a
  -- summary of every 32 pages finds a period, and a new reward changes no index page.
  CREATE INDEX reward_created_day ON reward USING brin (created_time) WITH (pages_per_range = 32, autosummarize = on);
  -- What waits for a human: few rows each, oldest first.
  CREATE INDEX refund_pending ON refund (id) WHERE status = 'pending';
  CREATE INDEX reconciliation_open ON reconciliation (day) WHERE difference_count > 0;
  CREATE INDEX callback_refused ON callback (id) WHERE verified AND outcome IN
    ('unknown_order', 'amount_mismatch', 'wrong_seller', 'wrong_app', 'ambiguous', 'wrong_kind', 'bad_content');
`;

const DOWN = `
  DO $$ BEGIN
    IF EXISTS (SELECT FROM reward WHERE anonymous OR hide_amount) THEN
      RAISE EXCEPTION 'there are tips by people who did not want to be named, or their amounts shown';
    END IF;
    IF EXISTS (SELECT FROM article WHERE NOT tips_open) THEN
      RAISE EXCEPTION 'there are articles that may not be tipped, which the older schema cannot say';
    END IF;
  END $$;
  DROP INDEX callback_refused, reconciliation_open, refund_pending, reward_created_day;
  DROP INDEX transfer_rare_credits, transfer_rare_debits;
  ALTER TABLE transfer DROP COLUMN hidden_from;
  ALTER TABLE reward DROP COLUMN anonymous, DROP COLUMN hide_amount;
  DROP TABLE tipping_settings;
  ALTER TABLE article DROP COLUMN tips_open;
`;
