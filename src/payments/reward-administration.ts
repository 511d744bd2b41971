import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { type FindOptionsWhere, LessThan, Repository, type SelectQueryBuilder } from 'typeorm';
import { type Administrator, recordOutcome } from '../audit/act.js';
import { firstIdAt, ID_PATTERN, isId } from '../http/ids.js';
import { decodeCursor, pageSize, toPage } from '../http/page.dto.js';
import { parseYuan } from '../money/fen.js';
import { UsersService } from '../users/users.service.js';
import { ADMINISTRATOR } from './anonymity.js';
import { Callback } from './callback.entity.js';
import { Inquiry } from './inquiry.js';
import { GatewayUnknown, RewardNotFound } from './payments.errors.js';
import type { RewardPage, RewardResponse } from './payments.dto.js';
import { Refund } from './refund.entity.js';
import type {
  AdminRewardResponse,
  AdminRewardsQuery,
  CallbackPage,
  CallbackResponse,
  CallbacksQuery,
  ConfirmResponse,
} from './reward-administration.dto.js';
import { RewardEventRow } from './reward-event.entity.js';
import { proposalsOf } from './refunds/proposal.js';
import { presentProposal, presentRefund, tellStory } from './reward-story.js';
import { Reward } from './reward.entity.js';
import { RewardPresenter } from './reward.presenter.js';

const CURSOR = [ID_PATTERN];
/**
 * A reward's id is made with its row, so a range of times is a range of ids, which the list is sorted by: no index on
 * the time has to be kept. The maker of ids runs ahead of a clock that was set back, by ten seconds at most.
 */
const ID_LEEWAY_MS = 15_000;
/** More messages about one order than anybody reads. */
const STORY_CALLBACKS = 500;

/** What administrators see of rewards and of what arrived about them. */
@Injectable()
export class RewardAdministration {
  constructor(
    @InjectRepository(Reward) private readonly rewards: Repository<Reward>,
    @InjectRepository(RewardEventRow) private readonly events: Repository<RewardEventRow>,
    @InjectRepository(Callback) private readonly callbacks: Repository<Callback>,
    @InjectRepository(Refund) private readonly refunds: Repository<Refund>,
    private readonly presenter: RewardPresenter,
    private readonly users: UsersService,
    private readonly inquiry: Inquiry,
  ) {}

  /** Rewards by any filters, newest first. */
  async list(query: AdminRewardsQuery): Promise<RewardPage> {
    const size = pageSize(query);
    const before = decodeCursor(query.cursor, CURSOR)?.[0];
    const rows = await this.findFiltered(query, before, size + 1);
    const views = await this.presenter.presentMany(rows, ADMINISTRATOR);
    return toPage(
      rows,
      size,
      ({ id }) => [id],
      ({ id }) => views.get(id) as RewardResponse,
    );
  }

  /** Up to `limit` rewards that pass the filters, before the one with id `before`. */
  async findFiltered(query: AdminRewardsQuery, before: string | undefined, limit: number): Promise<Reward[]> {
    const builder = this.rewards.createQueryBuilder('r').orderBy('r.id', 'DESC').take(limit);
    if (before !== undefined) builder.andWhere('r.id < :before', { before });
    return (await this.filter(builder, query)) ? builder.getMany() : [];
  }

  /** @throws RewardNotFound */
  async read(id: string): Promise<AdminRewardResponse> {
    const reward = await this.find(id);
    const [events, callbacks, refunds, proposals, view] = await Promise.all([
      this.events.find({ where: { rewardId: id }, order: { id: 'ASC' } }),
      this.callbacks.find({
        where: ofOrder(reward.outTradeNo),
        order: { id: 'DESC' },
        take: STORY_CALLBACKS,
      }),
      this.refunds.find({ where: { rewardId: id }, order: { id: 'ASC' } }),
      proposalsOf(this.rewards.manager.dataSource, id),
      this.presenter.present(reward, ADMINISTRATOR),
    ]);
    const people = await this.users.findMany(
      proposals.flatMap(({ admin_id, decided_by }) => [admin_id, decided_by ?? admin_id]),
    );
    return {
      ...view,
      history: tellStory(reward, events, callbacks, refunds),
      refunds: refunds.map(presentRefund),
      refund_proposals: proposals.map((proposal) => presentProposal(proposal, people)),
    };
  }

  /**
   * Asks the gateway now and settles or closes accordingly. A tip from balance has nothing to ask about.
   * @throws RewardNotFound, GatewayUnknown
   */
  async confirm(admin: Administrator, id: string): Promise<ConfirmResponse> {
    const reward = await this.find(id);
    const outcome = await recordOutcome(
      this.rewards.manager.dataSource,
      admin,
      { action: 'reward.confirm', subject: id },
      () => this.ask(reward),
      (found) => found,
    );
    return { outcome, ...(await this.read(id)) };
  }

  private async ask({ channel, outTradeNo }: Reward): Promise<string> {
    const outcome = channel === 'balance' ? 'already_settled' : await this.inquiry.ask(outTradeNo);
    if (outcome === 'unknown') throw new GatewayUnknown();
    return outcome;
  }

  /** What Alipay, or anyone, sent; newest first. */
  async listCallbacks(query: CallbacksQuery): Promise<CallbackPage> {
    const size = pageSize(query);
    const before = decodeCursor(query.cursor, CURSOR)?.[0];
    const { out_trade_no: outTradeNo } = query;
    const verified = query.verified === undefined ? undefined : query.verified === 'true';
    const wanted = {
      ...(verified !== undefined && { verified }),
      ...(before !== undefined && { id: LessThan(before) }),
    };
    const where = outTradeNo === undefined ? wanted : ofOrder(outTradeNo).map((of) => ({ ...of, ...wanted }));
    const rows = await this.callbacks.find({ where, order: { id: 'DESC' }, take: size + 1 });
    return toPage(rows, size, ({ id }) => [id], presentCallback);
  }

  private async find(id: string): Promise<Reward> {
    const reward = isId(id) ? await this.rewards.findOneBy({ id }) : null;
    if (!reward) throw new RewardNotFound();
    return reward;
  }

  /** @returns false where a filter names somebody or something that does not exist. */
  private async filter(builder: SelectQueryBuilder<Reward>, query: AdminRewardsQuery): Promise<boolean> {
    const { author, user, article_id: articleId } = query;
    const authorId = author === undefined ? undefined : await this.users.findIdByName(author);
    const readerId = user === undefined ? undefined : await this.users.findIdByName(user);
    if (authorId === null || readerId === null || (articleId !== undefined && !isId(articleId))) return false;
    const [from, to] = [timeOf(query.from), timeOf(query.to)];
    const conditions: [string, unknown][] = [
      ['r.status = :status', query.status],
      ['r.channel = :channel', query.channel],
      ['r.authorId = :authorId', authorId],
      ['r.readerId = :readerId', readerId],
      ['r.articleId = :articleId', articleId],
      ['r.outTradeNo = :outTradeNo', query.out_trade_no],
      ['r.tradeNo = :tradeNo', query.trade_no],
      ['r.createdTime >= :from', from],
      ['r.id >= :firstId', from && firstIdAt(new Date(from.getTime() - ID_LEEWAY_MS))],
      ['r.createdTime < :to', to],
      ['r.id < :endId', to && firstIdAt(new Date(to.getTime() + ID_LEEWAY_MS))],
      ['r.amountFen >= :min', fenText(query.min)],
      ['r.amountFen <= :max', fenText(query.max)],
    ];
    for (const [condition, value] of conditions) {
      const name = /:(\w+)/.exec(condition)?.[1] ?? '';
      if (value !== undefined) builder.andWhere(condition, { [name]: value });
    }
    return true;
  }
}

/** An order's messages, said in such a way that each kind is found by its own index. */
function ofOrder(outTradeNo: string): FindOptionsWhere<Callback>[] {
  return [
    { outTradeNo, verified: true },
    { outTradeNo, verified: false },
  ];
}

/** A date alone means its beginning in Beijing, whatever zone the database or this machine is in. */
function timeOf(text: string | undefined): Date | undefined {
  if (text === undefined) return undefined;
  return new Date(text.includes('T') ? text : `${text}T00:00:00+08:00`);
}

function fenText(yuan: string | undefined): string | undefined {
  return yuan === undefined ? undefined : parseYuan(yuan)?.toString();
}

function presentCallback(callback: Callback): CallbackResponse {
  const { id, source, receivedTime, lastTime, times, verified, outcome, outTradeNo, tradeNo, params } =
    callback;
  return {
    id,
    source,
    received_time: receivedTime.toISOString(),
    last_time: lastTime.toISOString(),
    times,
    verified,
    outcome,
    out_trade_no: outTradeNo,
    trade_no: tradeNo,
    params,
  };
}
