import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { findArticleTitles } from '../articles/article-titles.js';
import { formatYuan } from '../money/fen.js';
import type { PublicUserResponse } from '../users/users.dto.js';
import { UsersService } from '../users/users.service.js';
import { ANONYMOUS, type Viewer, hidesReader } from './anonymity.js';
import type { RewardResponse } from './payments.dto.js';
import type { Reward } from './reward.entity.js';

/** Turns rewards into what a viewer may see, with the people and titles of a whole page fetched at once. */
@Injectable()
export class RewardPresenter {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    private readonly users: UsersService,
  ) {}

  async presentMany(rewards: readonly Reward[], viewer: Viewer): Promise<Map<string, RewardResponse>> {
    const [people, titles] = await Promise.all([
      this.users.findMany(rewards.flatMap(({ readerId, authorId }) => [readerId, authorId])),
      findArticleTitles(
        this.dataSource,
        rewards.map(({ articleId }) => articleId),
      ),
    ]);
    const shown = rewards.map((reward): [string, RewardResponse] => {
      const view = present(reward, people, titles);
      return [reward.id, hidesReader(reward, viewer) ? withoutReader(view) : view];
    });
    return new Map(shown);
  }

  async present(reward: Reward, viewer: Viewer): Promise<RewardResponse> {
    const presented = (await this.presentMany([reward], viewer)).get(reward.id);
    if (!presented) throw new Error('a reward was not presented');
    return presented;
  }
}

/** Somebody who is no longer there. */
const NOBODY: PublicUserResponse = { id: '', username: '', nickname: '', avatar: '' };

/** Nor the provider's number: it may have digits of the payer's account in it, and tell of two tips that they are one's. */
function withoutReader(view: RewardResponse): RewardResponse {
  return { ...view, user: ANONYMOUS, trade_no: '' };
}

function present(
  reward: Reward,
  people: ReadonlyMap<string, PublicUserResponse>,
  titles: ReadonlyMap<string, string>,
): RewardResponse {
  return {
    id: reward.id,
    out_trade_no: reward.outTradeNo,
    trade_no: reward.tradeNo ?? '',
    money: formatYuan(reward.amountFen),
    refunded_money: formatYuan(reward.refundedFen),
    channel: reward.channel,
    status: reward.status,
    message: reward.message,
    anonymous: reward.anonymous,
    hide_amount: reward.hideAmount,
    article: { id: reward.articleId, title: titles.get(reward.articleId) ?? '' },
    user: people.get(reward.readerId) ?? NOBODY,
    author: people.get(reward.authorId) ?? NOBODY,
    created_time: reward.createdTime.toISOString(),
    paid_time: reward.paidTime?.toISOString() ?? null,
  };
}
