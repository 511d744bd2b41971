import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What happens to a tip after the happy minute: orders are asked about and expire, refunds hold the money before the
 * gateway is called, the platform may keep a commission, and authors take money out.
 */
export class LifeOfMoney1795400000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    for (const statement of [ACCOUNTS, TRANSFERS, REWARDS, REFUNDS]) await queryRunner.query(statement);
  }

  /** Goes back only while nothing was booked that the older schema cannot say: its CHECKs refuse otherwise. */
  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(DOWN);
  }
}

const ACCOUNTS = `
  ALTER TABLE account DROP CONSTRAINT account_check;
  ALTER TABLE account ADD CONSTRAINT account_check CHECK (CASE WHEN owner_id IS NULL
    THEN kind IN ('alipay_clearing', 'suspense', 'fees', 'payouts') AND balance_fen = 0 AND posting_count = 0
    ELSE kind IN ('available', 'withdrawing', 'debt') END);
  INSERT INTO account (id, kind) VALUES
    ('00000000-0000-7000-8000-000000000003', 'fees'),
    ('00000000-0000-7000-8000-000000000004', 'payouts');
`;

const TRANSFERS = `
  ALTER TABLE transfer ADD COLUMN fee_fen bigint NOT NULL DEFAULT 0 CHECK (fee_fen >= 0);
  ALTER TABLE transfer DROP CONSTRAINT transfer_kind_check;
  ALTER TABLE transfer ADD CONSTRAINT transfer_kind_check CHECK (kind IN
    ('reward', 'balance_reward', 'second_payment', 'refund', 'refund_debt', 'debt_repaid', 'refund_returned',
     'fee', 'fee_refund', 'fee_refund_returned', 'second_payment_refund',
     'withdrawal', 'withdrawal_returned', 'withdrawal_paid'));
`;

const REWARDS = `
  ALTER TABLE reward
    ADD COLUMN fee_percent numeric(4, 2) NOT NULL DEFAULT 0 CHECK (fee_percent >= 0 AND fee_percent < 100),
    ADD COLUMN fee_fen bigint NOT NULL DEFAULT 0 CHECK (fee_fen BETWEEN 0 AND amount_fen),
    ADD COLUMN fee_returned_fen bigint NOT NULL DEFAULT 0 CHECK (fee_returned_fen BETWEEN 0 AND fee_fen),
    ADD COLUMN held_fen bigint NOT NULL DEFAULT 0 CHECK (held_fen >= 0),
    ADD COLUMN next_check_time timestamptz(3),
    ADD COLUMN check_count smallint NOT NULL DEFAULT 0,
    ADD CONSTRAINT reward_not_over_refunded CHECK (refunded_fen + held_fen <= amount_fen);
  -- Orders that were pending before are looked at once, at their expiry.
  UPDATE reward SET next_check_time = expires_time WHERE status = 'pending';
  CREATE INDEX reward_due ON reward (next_check_time) WHERE status = 'pending';
`;

const REFUNDS = `
  ALTER TABLE refund
    ADD COLUMN fee_fen bigint NOT NULL DEFAULT 0 CHECK (fee_fen BETWEEN 0 AND amount_fen),
    ADD COLUMN admin_id uuid,
    ADD COLUMN refusal text NOT NULL DEFAULT '',
    ADD COLUMN next_try_time timestamptz(3),
    ADD COLUMN try_count smallint NOT NULL DEFAULT 0;
  ALTER TABLE refund DROP CONSTRAINT refund_origin_check;
  ALTER TABLE refund ADD CONSTRAINT refund_origin_check CHECK (origin IN ('admin', 'gateway', 'bill'));
  CREATE INDEX refund_due ON refund (next_try_time) WHERE status = 'pending';
  ALTER TABLE second_payment ADD COLUMN refunded_fen bigint NOT NULL DEFAULT 0
    CHECK (refunded_fen BETWEEN 0 AND amount_fen);
`;

const DOWN = `
  DO $$ BEGIN
    IF EXISTS (SELECT FROM reward WHERE held_fen > 0) THEN
      RAISE EXCEPTION 'there are refunds under way, whose held money the older schema cannot hold';
    END IF;
  END $$;
  ALTER TABLE second_payment DROP COLUMN refunded_fen;
  DROP INDEX refund_due;
  ALTER TABLE refund DROP CONSTRAINT refund_origin_check;
  ALTER TABLE refund ADD CONSTRAINT refund_origin_check CHECK (origin IN ('admin', 'gateway'));
  ALTER TABLE refund DROP COLUMN fee_fen, DROP COLUMN admin_id, DROP COLUMN refusal, DROP COLUMN next_try_time,
    DROP COLUMN try_count;
  DROP INDEX reward_due;
  ALTER TABLE reward DROP CONSTRAINT reward_not_over_refunded;
  ALTER TABLE reward DROP COLUMN fee_percent, DROP COLUMN fee_fen, DROP COLUMN fee_returned_fen, DROP COLUMN held_fen,
    DROP COLUMN next_check_time, DROP COLUMN check_count;
  ALTER TABLE transfer DROP CONSTRAINT transfer_kind_check;
  ALTER TABLE transfer ADD CONSTRAINT transfer_kind_check CHECK (kind IN
    ('reward', 'balance_reward', 'second_payment', 'refund', 'refund_debt', 'debt_repaid'));
  ALTER TABLE transfer DROP COLUMN fee_fen;
  DELETE FROM account WHERE owner_id IS NULL AND kind IN ('fees', 'payouts');
  ALTER TABLE account DROP CONSTRAINT account_check;
  ALTER TABLE account ADD CONSTRAINT account_check CHECK (CASE WHEN owner_id IS NULL
    THEN kind IN ('alipay_clearing', 'suspense') AND balance_fen = 0 AND posting_count = 0
    ELSE kind IN ('available', 'debt') END);
`;
