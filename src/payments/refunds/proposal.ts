import type { DataSource, EntityManager } from 'typeorm';
import { uuidv7 } from 'uuidv7';
import { execute, statement } from '../../database/statement.js';

/** A refund that one administrator asked for and another is to decide, as the driver hands it over. */
export interface ProposalRow {
  id: string;
  reward_id: string;
  amount_fen: string;
  reason: string;
  admin_id: string;
  status: 'awaiting' | 'approved' | 'declined';
  created_time: Date;
  decided_by: string | null;
  decided_time: Date | null;
  decision_reason: string;
}

const COLUMNS = `id, reward_id, amount_fen, reason, admin_id, status, created_time, decided_by, decided_time,
  decision_reason`;

export interface NewProposal {
  readonly rewardId: string;
  readonly amountFen: bigint;
  readonly reason: string;
  readonly adminId: string;
}

const INSERT = statement<{ id: string }>(
  'refunds.propose',
  'INSERT INTO refund_proposal (id, reward_id, amount_fen, reason, admin_id) VALUES ($1, $2, $3, $4, $5) RETURNING id',
);

/** Writes a proposal down. The reward must be locked and have so much left that nobody has proposed. */
export async function propose(tx: EntityManager, proposal: NewProposal): Promise<string> {
  const { rewardId, amountFen, reason, adminId } = proposal;
  const id = uuidv7();
  await execute(tx, INSERT, [id, rewardId, amountFen, reason, adminId]);
  return id;
}

const RESERVED = statement<{ fen: string }>(
  'refunds.reserved',
  `SELECT coalesce(sum(amount_fen), 0)::bigint AS fen FROM refund_proposal WHERE reward_id = $1 AND status = 'awaiting'`,
);

/** What of a locked reward waits for a decision, in fen. */
export async function reservedFen(tx: EntityManager, rewardId: string): Promise<bigint> {
  const [sum] = await execute(tx, RESERVED, [rewardId]);
  return BigInt(sum?.fen ?? 0);
}

const BY_ID = statement<ProposalRow>(
  'refunds.proposal',
  `SELECT ${COLUMNS} FROM refund_proposal WHERE id = $1`,
);

const LOCK = statement<ProposalRow>(
  'refunds.lock_proposal',
  `SELECT ${COLUMNS} FROM refund_proposal WHERE id = $1 FOR NO KEY UPDATE`,
);

const OF_REWARD = statement<ProposalRow>(
  'refunds.proposals_of_reward',
  `SELECT ${COLUMNS} FROM refund_proposal WHERE reward_id = $1 ORDER BY id`,
);

export async function findProposal(on: DataSource, id: string): Promise<ProposalRow | undefined> {
  return (await execute(on, BY_ID, [id]))[0];
}

/** Locks a proposal; its reward must be locked before. */
export async function lockProposal(tx: EntityManager, id: string): Promise<ProposalRow | undefined> {
  return (await execute(tx, LOCK, [id]))[0];
}

export function proposalsOf(on: DataSource, rewardId: string): Promise<ProposalRow[]> {
  return execute(on, OF_REWARD, [rewardId]);
}

const DECIDE = statement(
  'refunds.decide_proposal',
  `UPDATE refund_proposal SET status = $2, decided_by = $3, decided_time = now(), decision_reason = $4 WHERE id = $1`,
);

/** Records the decision about a locked proposal that waits for one. */
export async function decideProposal(
  tx: EntityManager,
  id: string,
  status: 'approved' | 'declined',
  adminId: string,
  reason: string,
): Promise<void> {
  await execute(tx, DECIDE, [id, status, adminId, reason]);
}
