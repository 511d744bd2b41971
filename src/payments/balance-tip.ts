import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { uuidv7 } from 'uuidv7';
import { BoundedQueue } from '../database/bounded-queue.js';
import { execute, executeAll, statement } from '../database/statement.js';
import { inTransaction } from '../database/transaction.js';
import { available } from '../wallet/accounts.js';
import type { Movement } from '../wallet/movement.js';
import { post } from '../wallet/post.js';
import { hiddenFrom } from './anonymity.js';
import { type NewReward, rewardRecord } from './create-order.js';
import { type IdempotencyKey, claim } from './idempotency.js';
import { announcementsOf } from './reward-announcements.js';
import { recordEvents } from './reward-history.js';
import { REWARD_RECORD } from './reward-row.js';
import { countingRewards } from './settle.js';

const INSERT_PAID = statement(
  'payments.create_balance_tip',
  `INSERT INTO reward (id, out_trade_no, reader_id, author_id, article_id, amount_fen, channel, status, subject,
     message, anonymous, hide_amount, created_time, paid_time)
   SELECT id, out_trade_no, reader_id, author_id, article_id, amount_fen, channel, 'paid', subject,
     message, anonymous, hide_amount, created_time, now()
   FROM json_to_recordset($1::json) AS r(${REWARD_RECORD})`,
);

/** Many tips to one author wait for one row: those beyond this many wait here, holding no connection. */
const POSTINGS = { atOnce: 4, maxWaiting: 2000 };

/** Tips from balance: created and settled in one transaction, or not at all. */
@Injectable()
export class BalanceTips {
  private readonly postings = new BoundedQueue(POSTINGS.atOnce, POSTINGS.maxWaiting);

  constructor(@Inject(DataSource) private readonly dataSource: DataSource) {}

  /**
   * @returns false where the Idempotency-Key was taken by another request meanwhile; then nothing was done.
   * @throws InsufficientBalance
   */
  pay(reward: NewReward, key: IdempotencyKey | undefined): Promise<boolean> {
    return this.postings.run(() => this.payNow(reward, key));
  }

  private payNow(reward: NewReward, key: IdempotencyKey | undefined): Promise<boolean> {
    return inTransaction(this.dataSource, async (tx) => {
      if (key && !(await claim(tx, key, reward.id))) return false;
      await payFromBalance(tx, reward);
      return true;
    });
  }
}

async function payFromBalance(tx: EntityManager, reward: NewReward): Promise<void> {
  await execute(tx, INSERT_PAID, [JSON.stringify([rewardRecord(reward, 'balance')])]);
  const { id, readerId, authorId, articleId, anonymous } = reward;
  const movement: Movement = {
    kind: 'balance_reward',
    subjectId: id,
    rewardId: id,
    amountFen: reward.amountFen,
    debit: available(readerId),
    credit: available(authorId),
    memo: reward.subject,
    ...hiddenFrom({ anonymous, author_id: authorId }),
  };
  const row = { id, reader_id: readerId, author_id: authorId, article_id: articleId };
  await post(tx, [movement], announcementsOf(row));
  await executeAll(tx, countingRewards([{ reward: { article_id: reward.articleId } }]));
  await recordEvents(tx, [{ id: uuidv7(), rewardId: reward.id, source: 'reader', kind: 'paid', detail: {} }]);
}
