import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { type Administrator, recordAct } from '../../audit/act.js';
import { CONFIG, type Config } from '../../config/config.js';
import { inTransaction } from '../../database/transaction.js';
import { isId } from '../../http/ids.js';
import { formatYuan } from '../../money/fen.js';
import { RefundDecided, RefundExceedsPaid, RefundNeedsAnother, RefundNotFound } from '../payments.errors.js';
import type { RewardRow } from '../reward-row.js';
import { firstPauseSeconds } from '../sweeps/rhythm.js';
import { type ProposalRow, decideProposal, findProposal, lockProposal } from './proposal.js';
import { RefundAttempts } from './refund-attempt.js';
import { refundableFen } from './refund-booking.js';
import { intendRefund } from './refund-intent.js';
import { lockReward } from './refund-lock.js';
import { type RefundOutcome, findOutcome } from './refund-outcome.js';

interface Locked {
  readonly reward: RewardRow;
  readonly proposal: ProposalRow;
}

/** What a second administrator decides about a refund. Both throw RefundNotFound and RefundDecided. */
@Injectable()
export class RefundDecisions {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(CONFIG) private readonly config: Config,
    private readonly attempts: RefundAttempts,
  ) {}

  /**
   * Makes the refund that was proposed.
   * @throws RefundNeedsAnother for whoever proposed it
   * @throws RefundExceedsPaid where so much is not left, since Alipay told of other refunds meanwhile
   */
  async approve(admin: Administrator, id: string): Promise<RefundOutcome> {
    const refund = await this.decide(id, async (tx, { reward, proposal }) => {
      if (proposal.admin_id === admin.id) throw new RefundNeedsAnother();
      const amountFen = BigInt(proposal.amount_fen);
      if (amountFen > refundableFen(reward)) throw new RefundExceedsPaid();
      await decideProposal(tx, id, 'approved', admin.id, '');
      await record(tx, admin, 'refund.approve', proposal);
      return intendRefund(tx, reward, {
        id,
        amountFen,
        origin: 'admin',
        reason: proposal.reason,
        adminId: proposal.admin_id,
        firstTryAfterSeconds: firstPauseSeconds(this.config.orders.confirmSweepSeconds),
      });
    });
    if (refund.status === 'pending') await this.attempts.begin(refund);
    return findOutcome(this.dataSource, id);
  }

  /** Leaves everything as it is; whoever proposed it may also take it back. */
  async decline(admin: Administrator, id: string, reason: string): Promise<RefundOutcome> {
    await this.decide(id, async (tx, { proposal }) => {
      await decideProposal(tx, id, 'declined', admin.id, reason);
      await record(tx, admin, 'refund.decline', proposal);
    });
    return findOutcome(this.dataSource, id);
  }

  /** Locks the reward, then the proposal, as everywhere. */
  private async decide<Result>(
    id: string,
    act: (tx: EntityManager, locked: Locked) => Promise<Result>,
  ): Promise<Result> {
    const found = isId(id) ? await findProposal(this.dataSource, id) : undefined;
    if (!found) throw new RefundNotFound();
    return inTransaction(this.dataSource, async (tx) => {
      const reward = await lockReward(tx, found.reward_id);
      const proposal = await lockProposal(tx, id);
      if (!reward || !proposal) throw new Error('a proposal or its reward is gone');
      if (proposal.status !== 'awaiting') throw new RefundDecided();
      return act(tx, { reward, proposal });
    });
  }
}

function record(
  tx: EntityManager,
  admin: Administrator,
  action: 'refund.approve' | 'refund.decline',
  { id, reward_id, amount_fen }: ProposalRow,
): Promise<void> {
  const detail = { refund_id: id, money: formatYuan(BigInt(amount_fen)) };
  return recordAct(tx, admin, { action, subject: reward_id, detail });
}
