import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { CONFIG, type Config } from '../config/config.js';
import { inTransaction } from '../database/transaction.js';
import {
  PAYOUT_PROVIDER,
  type PayoutAnswer,
  type PayoutProvider,
  type PayoutState,
} from './provider/payout-provider.js';
import { firstTrySeconds, laterSeconds } from './payout-rhythm.js';
import { type Actor, type Change, changeWithdrawal } from './withdrawal-change.js';
import { giveBack, payOut, takeBack } from './withdrawal-movements.js';
import { type WithdrawalRow, lockWithdrawal } from './withdrawal-row.js';
import { payoutNo } from './withdrawal.presenter.js';

const PROVIDER: Actor = { source: 'provider' };
/** What the payee reads at the provider. */
const TITLE = '赞赏提现';

/** Pays approved withdrawals through the provider, and finds out what came of it. No transaction is open meanwhile. */
@Injectable()
export class PayoutAttempts {
  private readonly pauseSeconds: number;

  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(PAYOUT_PROVIDER) private readonly provider: PayoutProvider,
    @Inject(CONFIG) { orders }: Config,
  ) {
    this.pauseSeconds = firstTrySeconds(orders.confirmSweepSeconds, provider.timeoutMs);
  }

  /** Writes down that an approved withdrawal is being sent, commits, and sends it. Somebody else may be first. */
  async begin(id: string): Promise<void> {
    const row = await inTransaction(this.dataSource, async (tx) => {
      const found = await lockWithdrawal(tx, id);
      if (found?.status !== 'approved') return undefined;
      return changeWithdrawal(tx, found, PROVIDER, { status: 'sending', tryAfterSeconds: this.pauseSeconds });
    });
    if (row) await this.send(row);
  }

  /** One whose outcome is not known: asked about, and where nothing is known of it, sent with the same number. */
  async resolve(row: WithdrawalRow): Promise<void> {
    const state = await this.provider.query(payoutNo(row));
    if (state.kind === 'not_there') await this.send(row);
    else await this.record(row, state);
  }

  /** One that was paid: the money may come back for some days. */
  async recheck(row: WithdrawalRow): Promise<void> {
    const state = await this.provider.query(payoutNo(row));
    if (state.kind !== 'returned') return;
    await inTransaction(this.dataSource, async (tx) => {
      const found = await lockWithdrawal(tx, row.id);
      if (found?.status !== 'paid' || found.paid_by !== 'provider') return;
      await changeWithdrawal(tx, found, PROVIDER, { status: 'returned', reason: state.reason });
      await takeBack(tx, found);
    });
  }

  private async send(row: WithdrawalRow): Promise<void> {
    const { account, name } = row;
    const order = { payoutNo: payoutNo(row), amountFen: BigInt(row.amount_fen), account, name, title: TITLE };
    const answer = await this.provider.send(order);
    if (answer.kind === 'paid' || answer.kind === 'unknown') await this.record(row, answer);
    else await this.recordRefusal(row, answer);
  }

  /** A refusal may be of a repetition: it is believed only where the payout has not happened after all. */
  private async recordRefusal(row: WithdrawalRow, refusal: PayoutAnswer): Promise<void> {
    const state = await this.provider.query(payoutNo(row));
    await this.record(row, state.kind === 'not_there' ? refusal : state);
  }

  /** Whoever comes second finds the withdrawal resolved and changes nothing. */
  private async record(row: WithdrawalRow, answer: PayoutAnswer | PayoutState): Promise<void> {
    if (answer.kind === 'unknown' || answer.kind === 'not_there') return;
    await inTransaction(this.dataSource, async (tx) => {
      const found = await lockWithdrawal(tx, row.id);
      if (found?.status !== 'sending') return;
      await changeWithdrawal(tx, found, PROVIDER, this.changeFor(answer));
      await moveFor(tx, found, answer);
    });
  }

  private changeFor(answer: Known): Change {
    switch (answer.kind) {
      case 'paid':
        return {
          status: 'paid',
          paidBy: 'provider',
          reference: answer.reference,
          tryAfterSeconds: laterSeconds(this.pauseSeconds),
        };
      case 'not_now':
        return {
          status: 'approved',
          reason: answer.reason,
          tryAfterSeconds: laterSeconds(this.pauseSeconds),
        };
      default:
        return { status: 'failed', reason: answer.reason };
    }
  }
}

type Known = Exclude<PayoutAnswer | PayoutState, { kind: 'unknown' | 'not_there' }>;

async function moveFor(tx: EntityManager, row: WithdrawalRow, { kind }: Known): Promise<void> {
  if (kind === 'paid') await payOut(tx, row, 'provider');
  if (kind === 'refused' || kind === 'returned') await giveBack(tx, row);
}
