import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Refunds that need two administrators: proposed by one, decided by another. */
export class RefundProposals1796020000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(UP);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE refund_proposal');
  }
}

const UP = `
  -- No money moves by it. While it waits, its amount of the reward is spoken for. Approved, it is a refund of the same id.
  CREATE TABLE refund_proposal (
    id uuid PRIMARY KEY,
    reward_id uuid NOT NULL REFERENCES reward,
    amount_fen bigint NOT NULL CHECK (amount_fen > 0),
    reason text NOT NULL,
    admin_id uuid NOT NULL,
    status text NOT NULL DEFAULT 'awaiting' CHECK (status IN ('awaiting', 'approved', 'declined')),
    created_time timestamptz(3) NOT NULL DEFAULT now(),
    decided_by uuid,
    decided_time timestamptz(3),
    decision_reason text NOT NULL DEFAULT '',
    CHECK ((status = 'awaiting') = (decided_by IS NULL)),
    CHECK ((decided_by IS NULL) = (decided_time IS NULL)),
    -- Two administrators are two; whoever proposed may only withdraw it.
    CHECK (status <> 'approved' OR decided_by <> admin_id)
  );
  CREATE INDEX refund_proposal_of_reward ON refund_proposal (reward_id, id);
`;
