import { Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { Asker } from '../auth/current-user.decorator.js';
import { preferredLanguage } from '../errors/problem-json.filter.js';
import { beijingClock, beijingDigits } from '../http/beijing-time.js';
import { EXPORT_PAGE, sendCsv } from '../http/csv.js';
import { ADMINISTRATOR, type Viewer } from './anonymity.js';
import type { RewardResponse, RewardsExportQuery } from './payments.dto.js';
import { RewardAdministration } from './reward-administration.js';
import type { AdminRewardsQuery } from './reward-administration.dto.js';
import type { Reward } from './reward.entity.js';
import { RewardPresenter } from './reward.presenter.js';
import { RewardsService } from './rewards.service.js';

const HEADER = {
  zh: [
    ...['创建时间（北京）', '支付时间（北京）', '订单号', '支付宝交易号', '渠道', '状态', '金额', '已退金额'],
    ...['读者', '读者用户名', '作者', '作者用户名', '文章', '留言', '打赏编号'],
  ],
  en: [
    ...[
      'Created (Beijing)',
      'Paid (Beijing)',
      'Order',
      'Transaction',
      'Channel',
      'Status',
      'Money',
      'Refunded',
    ],
    ...['Reader', 'Reader name', 'Author', 'Author name', 'Article', 'Message', 'Id'],
  ],
} as const;

const TITLE = { zh: '打赏记录', en: 'rewards' } as const;

/** Finds up to EXPORT_PAGE rewards before the one with this id. */
type Find = (before: string | undefined) => Promise<Reward[]>;

/** Rewards as tables, newest first. */
@Injectable()
export class RewardExport {
  constructor(
    private readonly rewards: RewardsService,
    private readonly administration: RewardAdministration,
    private readonly presenter: RewardPresenter,
  ) {}

  sendOwn(
    asker: Asker,
    { role }: RewardsExportQuery,
    acceptLanguage: string | undefined,
    reply: FastifyReply,
  ): Promise<void> {
    return this.send(asker, acceptLanguage, reply, (before) =>
      this.rewards.findOwn(asker, role, before, EXPORT_PAGE),
    );
  }

  sendAll(query: AdminRewardsQuery, acceptLanguage: string | undefined, reply: FastifyReply): Promise<void> {
    return this.send(ADMINISTRATOR, acceptLanguage, reply, (before) =>
      this.administration.findFiltered(query, before, EXPORT_PAGE),
    );
  }

  private send(
    viewer: Viewer,
    acceptLanguage: string | undefined,
    reply: FastifyReply,
    find: Find,
  ): Promise<void> {
    const language = preferredLanguage(acceptLanguage);
    const day = beijingDigits(new Date()).slice(0, 8);
    return sendCsv(reply, {
      name: `rewards-${day}`,
      title: `${TITLE[language]}-${day}`,
      header: HEADER[language],
      pages: this.pages(find, viewer),
    });
  }

  /** No connection is held between pages. */
  private async *pages(find: Find, viewer: Viewer): AsyncGenerator<string[][]> {
    let before: string | undefined;
    for (;;) {
      const rewards = await find(before);
      const views = await this.presenter.presentMany(rewards, viewer);
      yield [...views.values()].map(toCells);
      before = rewards.at(-1)?.id;
      if (rewards.length < EXPORT_PAGE) return;
    }
  }
}

function toCells(row: RewardResponse): string[] {
  return [
    beijingClock(new Date(row.created_time)),
    row.paid_time === null ? '' : beijingClock(new Date(row.paid_time)),
    row.out_trade_no,
    row.trade_no,
    row.channel,
    row.status,
    row.money,
    row.refunded_money,
    row.user.nickname,
    row.user.username,
    row.author.nickname,
    row.author.username,
    row.article.title,
    row.message,
    row.id,
  ];
}
