import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Repository } from 'typeorm';
import type { Asker } from '../auth/current-user.decorator.js';
import { isId } from '../http/ids.js';
import { formatYuan } from '../money/fen.js';
import { RewardNotFound, RewardNotPaid } from './payments.errors.js';
import type { ReceiptResponse } from './receipt.dto.js';
import { Refund } from './refund.entity.js';
import { Reward } from './reward.entity.js';
import { RewardPresenter } from './reward.presenter.js';

/** Receipts (收据) for readers: read from the reward, nothing is kept of them. */
@Injectable()
export class Receipts {
  constructor(
    @InjectRepository(Reward) private readonly rewards: Repository<Reward>,
    @InjectRepository(Refund) private readonly refunds: Repository<Refund>,
    private readonly presenter: RewardPresenter,
  ) {}

  /** @throws RewardNotFound for everyone but its reader; RewardNotPaid while there is nothing to certify. */
  async read(asker: Asker, id: string): Promise<ReceiptResponse> {
    const reward = isId(id) ? await this.rewards.findOneBy({ id, readerId: asker.id }) : null;
    if (!reward) throw new RewardNotFound();
    const { status, paidTime } = reward;
    if (!paidTime || status === 'pending' || status === 'closed') throw new RewardNotPaid();
    const refunds = await this.refunds.find({
      where: { rewardId: id, status: 'done' },
      order: { id: 'ASC' },
    });
    const view = await this.presenter.present(reward, asker);
    return {
      receipt_no: `R${reward.outTradeNo}`,
      reward_id: reward.id,
      out_trade_no: view.out_trade_no,
      trade_no: view.trade_no,
      payer: view.user,
      payee: view.author,
      article: view.article,
      message: view.message,
      currency: 'CNY',
      money: view.money,
      refunded_money: view.refunded_money,
      net_paid: formatYuan(reward.amountFen - reward.refundedFen),
      refunds: refunds.map(({ amountFen, doneTime, createdTime }) => ({
        money: formatYuan(amountFen),
        refunded_time: (doneTime ?? createdTime).toISOString(),
      })),
      channel: reward.channel,
      status,
      paid_time: paidTime.toISOString(),
      issued_time: new Date().toISOString(),
    };
  }
}
