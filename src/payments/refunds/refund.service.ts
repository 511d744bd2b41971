import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { type Administrator, recordAct } from '../../audit/act.js';
import { CONFIG, type Config } from '../../config/config.js';
import { inTransaction } from '../../database/transaction.js';
import { isId } from '../../http/ids.js';
import { formatYuan } from '../../money/fen.js';
import { type IdempotencyKey, claim, findResource, idempotencyKey } from '../idempotency.js';
import { RefundExceedsPaid, RewardNotFound, RewardNotPaid } from '../payments.errors.js';
import type { RewardRow } from '../reward-row.js';
import { hasBeenPaid } from '../reward-state.js';
import { firstPauseSeconds } from '../sweeps/rhythm.js';
import { propose, reservedFen } from './proposal.js';
import { type PendingRefund, RefundAttempts } from './refund-attempt.js';
import { refundableFen } from './refund-booking.js';
import { intendRefund } from './refund-intent.js';
import { lockReward } from './refund-lock.js';
import { type RefundOutcome, findOutcome } from './refund-outcome.js';

/** What an administrator asks for. Amount in fen; all that is left where it is absent. */
export interface RefundRequest {
  readonly amountFen: bigint | undefined;
  readonly reason: string;
}

/** Refunds by administrators: the intent and the held money first, then the gateway, then the outcome. */
@Injectable()
export class RefundService {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(CONFIG) private readonly config: Config,
    private readonly attempts: RefundAttempts,
  ) {}

  /**
   * Gives money back. Where the gateway's answer is not known the refund stays pending and is asked about later.
   * The same Idempotency-Key with the same request gives the same refund again.
   *
   * @throws RewardNotFound, RewardNotPaid, RefundExceedsPaid, IdempotencyKeyReused
   */
  async request(
    admin: Administrator,
    rewardId: string,
    request: RefundRequest,
    keyHeader?: string,
  ): Promise<RefundOutcome> {
    if (!isId(rewardId)) throw new RewardNotFound();
    const meaning = [request.amountFen?.toString() ?? '', request.reason];
    const key = idempotencyKey(admin.id, `POST /admin/rewards/${rewardId}/refunds`, keyHeader, meaning);
    const earlier = key && (await findResource(this.dataSource, key));
    if (earlier !== undefined) return findOutcome(this.dataSource, earlier);

    const id = await this.intend(admin, rewardId, request, key);
    return findOutcome(this.dataSource, id ?? (key && (await findResource(this.dataSource, key))) ?? '');
  }

  /** @returns its id; undefined where another request took the key meanwhile. */
  private async intend(
    admin: Administrator,
    rewardId: string,
    request: RefundRequest,
    key: IdempotencyKey | undefined,
  ): Promise<string | undefined> {
    const intended = await inTransaction(this.dataSource, async (tx) => {
      const reward = await lockReward(tx, rewardId);
      if (!reward) throw new RewardNotFound();
      // Under the reward's lock, so that a repeat which waited for it finds the key and not a smaller remainder.
      if (key && (await findResource(tx, key)) !== undefined) return undefined;
      const made = await this.write(tx, admin, reward, request);
      return key && !(await claim(tx, key, made.id)) ? undefined : made;
    });
    if (intended?.status === 'pending') await this.attempts.begin(intended);
    return intended?.id;
  }

  /** The refund, or only its proposal where a second administrator has to agree; and the record of the act. */
  private async write(
    tx: EntityManager,
    admin: Administrator,
    reward: RewardRow,
    { amountFen, reason }: RefundRequest,
  ): Promise<PendingRefund | { id: string; status: 'awaiting' }> {
    if (!hasBeenPaid(reward.status)) throw new RewardNotPaid();
    const left = refundableFen(reward) - (await reservedFen(tx, reward.id));
    const wanted = amountFen ?? left;
    if (wanted > left || left <= 0n) throw new RefundExceedsPaid();
    const common = { amountFen: wanted, reason, adminId: admin.id };
    const made = this.needsTwo(reward, left, wanted)
      ? { id: await propose(tx, { ...common, rewardId: reward.id }), status: 'awaiting' as const }
      : await intendRefund(tx, reward, {
          ...common,
          origin: 'admin',
          firstTryAfterSeconds: firstPauseSeconds(this.config.orders.confirmSweepSeconds),
        });
    const awaits = made.status === 'awaiting';
    const detail = { refund_id: made.id, money: formatYuan(wanted), reason, awaits_approval: awaits };
    await recordAct(tx, admin, { action: 'refund.request', subject: reward.id, detail });
    return made;
  }

  /** All refunds of a tip together count, so that nobody gets past the other one in small steps. */
  private needsTwo({ amount_fen }: RewardRow, leftFen: bigint, wantedFen: bigint): boolean {
    const { dualControlFen } = this.config.refunds;
    return dualControlFen !== undefined && BigInt(amount_fen) - leftFen + wantedFen >= dualControlFen;
  }
}
