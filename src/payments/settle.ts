import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { uuidv7 } from 'uuidv7';
import { Lane } from '../database/lane.js';
import { execute, statement } from '../database/statement.js';
import { inTransaction, together } from '../database/transaction.js';
import { available, system } from '../wallet/accounts.js';
import type { Movement } from '../wallet/movement.js';
import { post } from '../wallet/post.js';
import { hiddenFrom } from './anonymity.js';
import { recordVerified } from './callback-log.js';
import { type Judgement, type NewlyPaid, judge } from './judge.js';
import { LostOrders } from './lost-orders.js';
import type { Proof, SettleOutcome } from './proof.js';
import { PaymentMetrics } from './payment-metrics.js';
import { lockRewards } from './reward-lock.js';
import { bookSecondPayments } from './second-payment.js';
import { announcementsOf } from './reward-announcements.js';
import { type RewardEvent, recordEvents } from './reward-history.js';
import type { RewardRow } from './reward-row.js';

/** How many proofs one transaction settles, and how many may wait for their turn: a second or two of them. */
const LANE = { maxBatch: 256, maxWaiting: 4000 };

/** The one way in: verified proofs of payment become credited authors, each payment exactly once. */
@Injectable()
export class Settlement {
  private readonly lane = new Lane((proofs: readonly Proof[]) => this.settleTogether(proofs), LANE);

  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    private readonly metrics: PaymentMetrics,
    private readonly lostOrders: LostOrders,
  ) {}

  /** Settles a proof, together with whatever else waits. The answer comes after COMMIT. */
  settle(proof: Proof): Promise<SettleOutcome> {
    return this.lane.run(proof);
  }

  /** Resolves when every proof that was begun is settled. */
  idle(): Promise<void> {
    return this.lane.idle();
  }

  private async settleTogether(proofs: readonly Proof[]): Promise<SettleOutcome[]> {
    const done = this.metrics.settleBegins(proofs.length);
    const { outcomes } = await inTransaction(this.dataSource, (tx) =>
      settleBatch(tx, proofs, this.lostOrders),
    );
    done();
    return outcomes;
  }
}

/** Locks in one order everywhere: rewards, then accounts, then article counters; each in id order. */
async function settleBatch(
  tx: EntityManager,
  proofs: readonly Proof[],
  lostOrders: LostOrders,
): Promise<Judgement> {
  const rewards = await lockOrders(tx, proofs, lostOrders);
  const judgement = judge(rewards, proofs);
  const secondMovements = await bookSecondPayments(tx, judgement.second);
  // What does not wait for another's answer goes out together; `post` locks accounts before anything locks a counter.
  await together([
    markPaid(tx, judgement.paid),
    recordEvents(tx, judgement.paid.map(paidEvent)),
    recordVerified(
      tx,
      proofs.map((proof, i) => callbackRecord(proof, judgement.outcomes[i] ?? '')),
    ),
    post(
      tx,
      [...judgement.paid.flatMap(rewardMovements), ...secondMovements],
      judgement.paid.flatMap(({ reward }) => announcementsOf(reward)),
    ),
  ]);
  await countRewards(tx, judgement.paid);
  return judgement;
}

/**
 * The proofs' rewards, locked; those that a restored backup does not have are made again. They are locked after the
 * others: where another instance, to which they are not new, waits the other way round, one of both runs again.
 */
async function lockOrders(
  tx: EntityManager,
  proofs: readonly Proof[],
  lostOrders: LostOrders,
): Promise<Map<string, RewardRow>> {
  const rewards = await lockRewards(
    tx,
    proofs.map(({ message }) => message.outTradeNo),
  );
  const missing = proofs.filter(({ message }) => !rewards.has(message.outTradeNo));
  if (missing.length === 0) return rewards;
  return new Map([...rewards, ...(await lostOrders.makeAgain(tx, missing))]);
}

/**
 * The rows are named by key as well: so the plan, which PostgreSQL keeps for a named statement, uses the primary key
 * at any size of the table. `paid_time IS NULL` is "pending or closed" (a CHECK) and tempts no other index. The authors
 * would: an index begins with them, and while nothing is known of the table's contents a hot author's looks as short as any.
 */
const MARK_PAID = statement<{ id: string }>(
  'payments.mark_paid',
  `UPDATE reward SET status = 'paid', trade_no = p.trade_no, paid_time = now()
   FROM json_to_recordset($1::json) AS p(id uuid, trade_no text)
   WHERE reward.id = p.id AND reward.id = ANY($2::uuid[]) AND reward.paid_time IS NULL AND reward.trade_no IS NULL
   RETURNING reward.id`,
);

async function markPaid(tx: EntityManager, paid: readonly NewlyPaid[]): Promise<void> {
  if (paid.length === 0) return;
  const rows = paid.map(({ reward, proof }) => ({ id: reward.id, trade_no: proof.message.tradeNo }));
  const marked = await execute(tx, MARK_PAID, [JSON.stringify(rows), rows.map(({ id }) => id)]);
  if (marked.length !== paid.length) throw new Error('a locked reward changed its state');
}

const COUNT_REWARDS = statement(
  'payments.count_rewards',
  `WITH counted AS (
     SELECT article_id, count(*) AS n FROM unnest($1::uuid[]) AS u(article_id) GROUP BY article_id
   ), locked AS MATERIALIZED (
     SELECT s.article_id FROM article_stats s WHERE s.article_id IN (SELECT article_id FROM counted)
     ORDER BY s.article_id FOR NO KEY UPDATE
   )
   UPDATE article_stats s SET reward_count = s.reward_count + counted.n
   FROM counted JOIN locked USING (article_id) WHERE s.article_id = counted.article_id`,
);

/** Raises the articles' counters of tips ever paid. */
export async function countRewards(
  tx: EntityManager,
  paid: readonly { reward: { article_id: string } }[],
): Promise<void> {
  if (paid.length > 0) await execute(tx, COUNT_REWARDS, [paid.map(({ reward }) => reward.article_id)]);
}

/** The author gets the net amount, the platform its commission where there is one. */
function rewardMovements({ reward }: NewlyPaid): Movement[] {
  const feeFen = BigInt(reward.fee_fen);
  const subject = { subjectId: reward.id, rewardId: reward.id, memo: reward.subject };
  const clearing = system('alipay_clearing');
  const net: Movement = {
    ...subject,
    kind: 'reward',
    amountFen: BigInt(reward.amount_fen) - feeFen,
    feeFen,
    debit: clearing,
    credit: available(reward.author_id),
    counterpartyId: reward.reader_id,
    ...hiddenFrom(reward),
  };
  const fee: Movement = {
    ...subject,
    kind: 'fee',
    amountFen: feeFen,
    debit: clearing,
    credit: system('fees'),
  };
  return [net, fee].filter(({ amountFen }) => amountFen > 0n);
}

function paidEvent({ reward, proof, afterClose }: NewlyPaid): RewardEvent {
  return {
    id: uuidv7(),
    rewardId: reward.id,
    source: proof.source,
    kind: afterClose ? 'paid_after_close' : 'paid',
    detail: { trade_no: proof.message.tradeNo },
  };
}

function callbackRecord({ source, receivedTime, raw }: Proof, outcome: string) {
  return { source, receivedTime, verified: true, outcome, raw };
}
