import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { type Administrator, recordAct } from '../../audit/act.js';
import { CONFIG, type Config } from '../../config/config.js';
import { execute, statement } from '../../database/statement.js';
import { inTransaction } from '../../database/transaction.js';
import { isId } from '../../http/ids.js';
import { formatYuan } from '../../money/fen.js';
import { type IdempotencyKey, claim, findResource, idempotencyKey } from '../idempotency.js';
import { RefundExceedsPaid, RewardNotFound, RewardNotPaid } from '../payments.errors.js';
import { hasBeenPaid } from '../reward-state.js';
import { firstPauseSeconds } from '../sweeps/rhythm.js';
import { type PendingRefund, RefundAttempts } from './refund-attempt.js';
import { completeRefund, holdRefund, refundableFen } from './refund-booking.js';
import { lockReward } from './refund-lock.js';
import { REFUND_COLUMNS, type RefundRow } from './refund-row.js';

/** What an administrator asks for. Amount in fen; all that is left where it is absent. */
export interface RefundRequest {
  readonly amountFen: bigint | undefined;
  readonly reason: string;
}

const BY_ID = statement<RefundRow>('refunds.by_id', `SELECT ${REFUND_COLUMNS} FROM refund WHERE id = $1`);

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
  ): Promise<RefundRow> {
    if (!isId(rewardId)) throw new RewardNotFound();
    const meaning = [request.amountFen?.toString() ?? '', request.reason];
    const key = idempotencyKey(admin.id, `POST /admin/rewards/${rewardId}/refunds`, keyHeader, meaning);
    const earlier = key && (await findResource(this.dataSource, key));
    if (earlier !== undefined) return this.read(earlier);

    const refund = await this.intend(admin, rewardId, request, key);
    if (refund === undefined) return this.read((key && (await findResource(this.dataSource, key))) ?? '');
    if (refund.status === 'pending') await this.attempts.begin(refund);
    return this.read(refund.id);
  }

  /** @returns undefined where another request took the key meanwhile. */
  private intend(
    admin: Administrator,
    rewardId: string,
    { amountFen, reason }: RefundRequest,
    key: IdempotencyKey | undefined,
  ): Promise<PendingRefund | undefined> {
    return inTransaction(this.dataSource, async (tx) => {
      const reward = await lockReward(tx, rewardId);
      if (!reward) throw new RewardNotFound();
      // Under the reward's lock, so that a repeat which waited for it finds the key and not a smaller remainder.
      if (key && (await findResource(tx, key)) !== undefined) return undefined;
      if (!hasBeenPaid(reward.status)) throw new RewardNotPaid();
      const left = refundableFen(reward);
      const wanted = amountFen ?? left;
      const firstTryAfterSeconds = firstPauseSeconds(this.config.orders.confirmSweepSeconds);
      if (wanted > left || left === 0n) throw new RefundExceedsPaid();
      const held = await holdRefund(tx, reward, {
        amountFen: wanted,
        origin: 'admin',
        reason,
        adminId: admin.id,
        firstTryAfterSeconds,
      });
      if (key && !(await claim(tx, key, held.id))) return undefined;
      const detail = { refund_id: held.id, money: formatYuan(wanted), reason };
      await recordAct(tx, admin, { action: 'refund.request', subject: rewardId, detail });
      if (reward.channel === 'balance') return this.completeNow(tx, rewardId, held);
      return { ...held, out_trade_no: reward.out_trade_no };
    });
  }

  /** A tip from balance has no gateway to ask: the reader has the money back already. */
  private async completeNow(tx: EntityManager, rewardId: string, refund: RefundRow): Promise<PendingRefund> {
    const reward = await lockReward(tx, rewardId);
    if (!reward) throw new RewardNotFound();
    await completeRefund(tx, reward, refund, 'admin');
    return { ...refund, status: 'done', out_trade_no: reward.out_trade_no };
  }

  private async read(id: string): Promise<RefundRow> {
    const [row] = await execute(this.dataSource, BY_ID, [id]);
    if (!row) throw new Error('an Idempotency-Key names a refund that does not exist');
    return row;
  }
}
