import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { uuidv7 } from 'uuidv7';
import { articlesOfOrders } from '../articles/article-for-tip.js';
import { CONFIG, type Config } from '../config/config.js';
import { execute, statement } from '../database/statement.js';
import { idAt } from '../http/ids.js';
import { publicUsersByIds } from '../users/users.queries.js';
import { type NewReward, rewardRecord } from './create-order.js';
import { OrderNumbers } from './order-numbers.js';
import { orderTerms } from './order-terms.js';
import type { OrderOrigin } from './order-origin.js';
import type { Proof } from './proof.js';
import { recordEvents } from './reward-history.js';
import { lockRewards } from './reward-lock.js';
import { REWARD_RECORD, type RewardRow } from './reward-row.js';
import { subjectFor } from './subject.js';

/** In order of number: of two that make the same ones, the second waits for the first, and then makes none. */
const INSERT = statement<{ id: string; out_trade_no: string }>(
  'payments.make_orders_again',
  `INSERT INTO reward (id, out_trade_no, reader_id, author_id, article_id, amount_fen, channel, status, subject,
     message, created_time, expires_time, next_check_time, fee_percent, fee_fen, anonymous, hide_amount)
   SELECT id, out_trade_no, reader_id, author_id, article_id, amount_fen, channel, status, subject,
     message, created_time, expires_time, next_check_time, fee_percent, fee_fen, anonymous, hide_amount
   FROM json_to_recordset($1::json) AS r(${REWARD_RECORD}) ORDER BY out_trade_no
   ON CONFLICT DO NOTHING RETURNING id, out_trade_no`,
);

/** A payment of an order that is not here, and what its number tells. */
interface Lost {
  readonly proof: Proof;
  readonly origin: OrderOrigin;
}

/**
 * Orders that were made after a backup which has been restored since: the provider was paid for them, and nothing is
 * left of them here but what their numbers tell (decision 0023).
 */
@Injectable()
export class LostOrders {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly numbers: OrderNumbers,
  ) {}

  /**
   * Makes the orders of these proofs again, inside the caller's transaction: those whose numbers can be read and whose
   * reader and article exist. @returns them by order number, locked, whoever made them.
   */
  async makeAgain(tx: EntityManager, proofs: readonly Proof[]): Promise<Map<string, RewardRow>> {
    const lost = proofs.flatMap((proof) => {
      const origin = this.numbers.read(proof.message.outTradeNo);
      return origin ? [{ proof, origin }] : [];
    });
    const orders = await this.ordersOf(tx, lost);
    if (orders.size === 0) return new Map();
    const made = await execute(tx, INSERT, [
      JSON.stringify([...orders.values()].map((order) => rewardRecord(order, 'alipay'))),
    ]);
    const sources = new Map(lost.map(({ proof }) => [proof.message.outTradeNo, proof.source]));
    await recordEvents(
      tx,
      made.map(({ id, out_trade_no }) => ({
        id: uuidv7(),
        rewardId: id,
        source: sources.get(out_trade_no) ?? '',
        kind: 'made_again',
        detail: {},
      })),
    );
    return lockRewards(tx, [...orders.keys()]);
  }

  private async ordersOf(tx: EntityManager, lost: readonly Lost[]): Promise<Map<string, NewReward>> {
    if (lost.length === 0) return new Map();
    const articleIds = lost.map(({ origin }) => origin.articleId);
    const readerIds = lost.map(({ origin }) => origin.readerId);
    const articles = new Map((await execute(tx, articlesOfOrders, [articleIds])).map((row) => [row.id, row]));
    const readers = new Set((await execute(tx, publicUsersByIds, [readerIds])).map(({ id }) => id));
    const orders = new Map<string, NewReward>();
    for (const { proof, origin } of lost) {
      const article = articles.get(origin.articleId);
      const { outTradeNo } = proof.message;
      if (!article || !readers.has(origin.readerId) || article.authorId === origin.readerId) continue;
      if (!orders.has(outTradeNo)) orders.set(outTradeNo, this.orderOf(proof, origin, article));
    }
    return orders;
  }

  /** What the reader had chosen is lost: nothing is shown that they may have wanted to hide. */
  private orderOf(
    { message: { outTradeNo, amountFen } }: Proof,
    { createdTime, readerId }: OrderOrigin,
    article: { id: string; title: string; authorId: string },
  ): NewReward {
    return {
      id: idAt(createdTime),
      outTradeNo,
      readerId,
      authorId: article.authorId,
      articleId: article.id,
      amountFen,
      subject: subjectFor(article.title),
      message: '',
      anonymous: true,
      hideAmount: true,
      createdTime,
      ...orderTerms(this.config, createdTime, amountFen),
    };
  }
}
