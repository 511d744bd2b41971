import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { uuidv7 } from 'uuidv7';
import { type ArticleForTip, articlesForTip } from '../articles/article-for-tip.js';
import { CONFIG, type Config } from '../config/config.js';
import { GatheredLookup } from '../database/gathered-lookup.js';
import { isUniqueViolation } from '../database/sql-state.js';
import { isId } from '../http/ids.js';
import { BalanceTips } from './balance-tip.js';
import { type NewReward, OrderWriter } from './create-order.js';
import { type IdempotencyKey, findResource, idempotencyKey } from './idempotency.js';
import { OrderNumbers } from './order-numbers.js';
import { BALANCE_TERMS, orderTerms } from './order-terms.js';
import { PaymentMetrics } from './payment-metrics.js';
import { PaymentUnavailable, SelfTip, TipArticleNotFound, TipsClosed } from './payments.errors.js';
import { PAYMENT_PROVIDER, type PaymentProvider } from './provider/payment-provider.js';
import { findRewardRow } from './reward-queries.js';
import type { Channel } from './reward.entity.js';
import type { RewardRow } from './reward-row.js';
import { subjectFor } from './subject.js';

/** What a reader asks for. Amount in fen. */
export interface TipRequest {
  readonly articleId: string;
  readonly amountFen: bigint;
  readonly message: string;
  /** Only the reader and administrators see who it was. */
  readonly anonymous: boolean;
  /** The article's page does not show the amount. */
  readonly hideAmount: boolean;
  readonly channel: Channel;
}

/** The reward's id, and where to send the reader: `""` when there is nothing (any more) to pay at the provider. */
export interface TipAnswer {
  readonly rewardId: string;
  readonly payUrl: string;
}

const ROUTE = 'POST /payments/alipay';

/** Two instances give two tips of one reader for one article in the same millisecond the same number once in 512. */
const NUMBER_ATTEMPTS = 3;

/** Creates tips. */
@Injectable()
export class PaymentsService {
  private readonly articles: GatheredLookup<ArticleForTip>;

  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(PAYMENT_PROVIDER) private readonly provider: PaymentProvider,
    private readonly numbers: OrderNumbers,
    private readonly orders: OrderWriter,
    private readonly balanceTips: BalanceTips,
    private readonly metrics: PaymentMetrics,
  ) {
    this.articles = new GatheredLookup(dataSource, articlesForTip);
  }

  /**
   * Creates a tip: an order to be paid at the provider, or one paid from balance at once.
   * The same Idempotency-Key with the same request gives the same order again.
   *
   * @throws TipArticleNotFound, SelfTip, TipsClosed, InsufficientBalance, IdempotencyKeyReused, PaymentUnavailable
   */
  async tip(readerId: string, request: TipRequest, keyHeader?: string): Promise<TipAnswer> {
    const { channel } = request;
    const key = idempotencyKey(readerId, ROUTE, keyHeader, meaningOf(request));
    const earlier = key && (await findResource(this.dataSource, key));
    if (earlier !== undefined) return this.repeat(earlier);

    const reward = await this.create(readerId, request, key);
    if (!reward) return this.repeatOf(key);
    this.metrics.tipCreated(channel);
    return { rewardId: reward.id, payUrl: await this.payUrl(reward) };
  }

  /** Writes a new order, once more where its number is taken. @returns undefined where another request has the key. */
  private async create(
    readerId: string,
    request: TipRequest,
    key: IdempotencyKey | undefined,
  ): Promise<NewReward | undefined> {
    for (let attempt = 1; ; attempt++) {
      const reward = await this.newReward(readerId, request);
      try {
        return (await this.write(reward, request.channel, key)) ? reward : undefined;
      } catch (error) {
        if (attempt === NUMBER_ATTEMPTS || !isUniqueViolation(error, 'reward_out_trade_no')) throw error;
      }
    }
  }

  private write(reward: NewReward, channel: Channel, key: IdempotencyKey | undefined): Promise<boolean> {
    return channel === 'balance' ? this.balanceTips.pay(reward, key) : this.orders.write(reward, key);
  }

  private async newReward(readerId: string, request: TipRequest): Promise<NewReward> {
    const article = isId(request.articleId) ? await this.articles.find(request.articleId) : undefined;
    if (article?.authorId === readerId) throw new SelfTip();
    if (!article?.visible) throw new TipArticleNotFound();
    if (!article.tipsOpen) throw new TipsClosed();
    const now = new Date();
    return {
      id: uuidv7(),
      outTradeNo: this.numbers.make({ createdTime: now, readerId, articleId: article.id }),
      readerId,
      authorId: article.authorId,
      articleId: article.id,
      amountFen: request.amountFen,
      subject: subjectFor(article.title),
      message: request.message,
      anonymous: request.anonymous,
      hideAmount: request.hideAmount,
      createdTime: now,
      ...(request.channel === 'alipay' ? orderTerms(this.config, now, request.amountFen) : BALANCE_TERMS),
    };
  }

  /** Another request with the same key won the race: answer what it made. */
  private async repeatOf(key: IdempotencyKey | undefined): Promise<TipAnswer> {
    const id = key && (await findResource(this.dataSource, key));
    if (id === undefined) throw new Error('an order was not written and no other request has its key');
    return this.repeat(id);
  }

  private async repeat(rewardId: string): Promise<TipAnswer> {
    const row = await findRewardRow(this.dataSource, rewardId);
    if (!row) throw new Error('an Idempotency-Key names a reward that does not exist');
    return { rewardId, payUrl: isPayable(row) ? await this.payUrl(fromRow(row)) : '' };
  }

  private async payUrl(order: Pick<NewReward, 'outTradeNo' | 'amountFen' | 'subject' | 'expiresTime'>) {
    const { outTradeNo, amountFen, subject, expiresTime } = order;
    if (expiresTime === null) return '';
    try {
      return await this.provider.payUrl({ outTradeNo, amountFen, subject, expiresTime });
    } catch (error) {
      throw new PaymentUnavailable(error);
    }
  }
}

/** What is not said adds nothing: so a key from before there was anything to say still means the same. */
function meaningOf({ articleId, amountFen, message, channel, anonymous, hideAmount }: TipRequest): string[] {
  const wishes = [...(anonymous ? ['anonymous'] : []), ...(hideAmount ? ['hide_amount'] : [])];
  return [articleId, amountFen.toString(), message, channel, ...wishes];
}

function isPayable(row: RewardRow): boolean {
  return row.status === 'pending' && row.expires_time !== null && row.expires_time > new Date();
}

function fromRow(row: RewardRow) {
  return {
    outTradeNo: row.out_trade_no,
    amountFen: BigInt(row.amount_fen),
    subject: row.subject,
    expiresTime: row.expires_time,
  };
}
