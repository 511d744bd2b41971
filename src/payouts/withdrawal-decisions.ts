import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { type Act, type Administrator, recordAct } from '../audit/act.js';
import { inTransaction } from '../database/transaction.js';
import { isId } from '../http/ids.js';
import { PayoutAttempts } from './payout-attempts.js';
import { PAYOUT_PROVIDER, type PayoutProvider } from './provider/payout-provider.js';
import type {
  ApproveWithdrawalRequest,
  PayByHandRequest,
  RejectWithdrawalRequest,
} from './withdrawal-administration.dto.js';
import { type Actor, changeWithdrawal } from './withdrawal-change.js';
import { giveBack, payOut } from './withdrawal-movements.js';
import { type WithdrawalRow, lockWithdrawal } from './withdrawal-row.js';
import { WithdrawalChanged, WithdrawalNotFound, WithdrawalState } from './withdrawals.errors.js';

/**
 * What administrators decide about withdrawals. Each decision is about the revision that was seen.
 * Every method throws WithdrawalNotFound, WithdrawalChanged (another revision) and WithdrawalState.
 */
@Injectable()
export class WithdrawalDecisions {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(PAYOUT_PROVIDER) private readonly provider: PayoutProvider,
    private readonly attempts: PayoutAttempts,
  ) {}

  /** Approves, and where the provider is configured pays at once. Without it, a human hand pays. */
  async approve(admin: Administrator, id: string, { revision }: ApproveWithdrawalRequest): Promise<void> {
    const tryAfterSeconds = this.provider.available ? 0 : undefined;
    await this.decide(admin, 'withdrawal.approve', id, revision, async (tx, row) => {
      if (row.status === 'sending') throw new WithdrawalState();
      await changeWithdrawal(tx, row, actor(admin), { status: 'approved', tryAfterSeconds });
    });
    if (this.provider.available) await this.attempts.begin(id);
  }

  /** Gives the money back to its owner: as long as nothing was sent, also after it was approved. */
  async reject(
    admin: Administrator,
    id: string,
    { revision, reason }: RejectWithdrawalRequest,
  ): Promise<void> {
    await this.decide(admin, 'withdrawal.reject', id, revision, async (tx, row) => {
      await changeWithdrawal(tx, row, actor(admin), { status: 'rejected', reason: reason ?? '' });
      await giveBack(tx, row);
    });
  }

  /**
   * Records that an operator has paid an approved withdrawal by hand. Never where the provider was told to pay, and
   * not where it is going to be: both would pay.
   */
  async payByHand(admin: Administrator, id: string, { revision, proof }: PayByHandRequest): Promise<void> {
    await this.decide(admin, 'withdrawal.pay_by_hand', id, revision, async (tx, row) => {
      const planned = this.provider.available && row.next_try_time !== null;
      if (row.status !== 'approved' || planned) throw new WithdrawalState();
      await changeWithdrawal(tx, row, actor(admin), { status: 'paid', paidBy: 'hand', reference: proof });
      await payOut(tx, row, 'hand');
    });
  }

  private async decide(
    admin: Administrator,
    action: Act['action'],
    id: string,
    revision: number,
    act: (tx: EntityManager, row: WithdrawalRow) => Promise<void>,
  ): Promise<void> {
    if (!isId(id)) throw new WithdrawalNotFound();
    await inTransaction(this.dataSource, async (tx) => {
      const row = await lockWithdrawal(tx, id);
      if (!row) throw new WithdrawalNotFound();
      if (row.revision !== revision) throw new WithdrawalChanged();
      await act(tx, row);
      const detail = { revision, before: row.status, after: (await lockWithdrawal(tx, id))?.status };
      await recordAct(tx, admin, { action, subject: id, detail });
    });
  }
}

function actor({ id }: Administrator): Actor {
  return { source: 'admin', actorId: id };
}
