import { Inject, Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { DataSource, IsNull, LessThan, Not, Repository } from 'typeorm';
import { findArticleForTip } from '../articles/article-for-tip.js';
import { ArticleNotFound } from '../articles/articles.errors.js';
import type { Asker } from '../auth/current-user.decorator.js';
import { ID_PATTERN, isId } from '../http/ids.js';
import { decodeCursor, type PageQuery, pageSize, toPage } from '../http/page.dto.js';
import { UsersService } from '../users/users.service.js';
import { RewardNotFound } from './payments.errors.js';
import type { RewardPage, RewardResponse, RewardsQuery, SupporterPage } from './payments.dto.js';
import { Reward } from './reward.entity.js';
import { RewardPresenter } from './reward.presenter.js';
import {
  countPeople,
  findSupporters,
  peopleBehind,
  positionOf,
  presentSupporter,
  SUPPORTER_POSITION,
} from './supporters.js';

const CURSOR = [ID_PATTERN];

/** Reading tips: one's own, and an article's supporters. */
@Injectable()
export class RewardsService {
  constructor(
    @InjectRepository(Reward) private readonly rewards: Repository<Reward>,
    @Inject(DataSource) private readonly dataSource: DataSource,
    private readonly presenter: RewardPresenter,
    private readonly users: UsersService,
  ) {}

  /** @throws RewardNotFound for everyone but its reader, its author and administrators. */
  async read(asker: Asker, id: string): Promise<RewardResponse> {
    const reward = isId(id) ? await this.rewards.findOneBy({ id }) : null;
    const mine = reward && [reward.readerId, reward.authorId].includes(asker.id);
    if (!reward || !(mine || asker.role === 'admin')) throw new RewardNotFound();
    return this.presenter.present(reward, asker);
  }

  /** The reward behind a verified return, for its reader. */
  async readForReturn(id: string): Promise<RewardResponse> {
    const reward = await this.rewards.findOneByOrFail({ id });
    return this.presenter.present(reward, { id: reward.readerId, role: 'user' });
  }

  async listOwn(asker: Asker, query: RewardsQuery): Promise<RewardPage> {
    const size = pageSize(query);
    const before = decodeCursor(query.cursor, CURSOR)?.[0];
    const rows = await this.findOwn(asker, query.role, before, size + 1);
    const views = await this.presenter.presentMany(rows, asker);
    return toPage(
      rows,
      size,
      ({ id }) => [id],
      ({ id }) => views.get(id) as RewardResponse,
    );
  }

  /** Up to `limit` tips that the asker gave, or was given and are paid, before the one with id `before`. */
  findOwn(
    asker: Asker,
    role: RewardsQuery['role'],
    before: string | undefined,
    limit: number,
  ): Promise<Reward[]> {
    const whose =
      role === 'received' ? { authorId: asker.id, paidTime: Not(IsNull()) } : { readerId: asker.id };
    return this.rewards.find({
      where: { ...whose, ...(before !== undefined && { id: LessThan(before) }) },
      order: { id: 'DESC' },
      take: limit,
    });
  }

  /** @throws ArticleNotFound where the asker may not see the article. */
  async listSupporters(
    asker: Asker | undefined,
    articleId: string,
    query: PageQuery,
  ): Promise<SupporterPage> {
    const article = await findArticleForTip(this.dataSource, articleId);
    if (!article || !(article.visible || article.authorId === asker?.id)) throw new ArticleNotFound();
    const size = pageSize(query);
    const before = decodeCursor(query.cursor, SUPPORTER_POSITION);
    const rows = await findSupporters(this.dataSource, article.id, before, size + 1);
    const users = await this.users.findMany(rows.map(({ reader_id }) => reader_id));
    const page = toPage(rows, size, positionOf, (row) => presentSupporter(row, users));
    if (before !== undefined) return { ...page, people: null };
    const isAll = page.next_cursor === null;
    return { ...page, people: isAll ? peopleBehind(rows) : await countPeople(this.dataSource, article.id) };
  }
}
