import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { uuidv7 } from 'uuidv7';
import { Lane } from '../database/lane.js';
import { type Command, statement } from '../database/statement.js';
import { type Decision, inTwoRoundTrips } from '../database/two-round-trips.js';
import { available, system } from '../wallet/accounts.js';
import type { LockedAccount } from '../wallet/book.js';
import { lockAccounts, lockedAccount } from '../wallet/locked-accounts.js';
import type { Movement } from '../wallet/movement.js';
import { posting } from '../wallet/post.js';
import { hiddenFrom } from './anonymity.js';
import { recordingVerified } from './callback-log.js';
import { type NewlyPaid, judge } from './judge.js';
import { LostOrders } from './lost-orders.js';
import type { Proof, SettleOutcome } from './proof.js';
import { PaymentMetrics } from './payment-metrics.js';
import { byNumber, lockingToSettle } from './reward-lock.js';
import { bookSecondPayments } from './second-payment.js';
import { announcementsOf } from './reward-announcements.js';
import { type RewardEvent, recordingEvents } from './reward-history.js';
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
    const outTradeNos = proofs.map(({ message }) => message.outTradeNo);
    const outcomes = await inTwoRoundTrips(
      this.dataSource,
      lockingToSettle(outTradeNos),
      (tx, [rewards, accounts]) => this.decide(tx, proofs, rewards, accounts.map(lockedAccount)),
    );
    done();
    return outcomes;
  }

  /** The orders and their authors' accounts are locked; article counters come last. Everything in one order, everywhere. */
  private async decide(
    tx: EntityManager,
    proofs: readonly Proof[],
    found: readonly RewardRow[],
    locked: readonly LockedAccount[],
  ): Promise<Decision<SettleOutcome[]>> {
    const rewards = await this.withLostOrders(tx, proofs, byNumber(found));
    const { paid, second, outcomes } = judge(rewards, proofs);
    const movements = [...paid.flatMap(rewardMovements), ...(await bookSecondPayments(tx, second))];
    const accounts = await lockAccounts(tx, movements, locked);
    return {
      result: outcomes,
      writes: [
        ...markingPaid(paid),
        ...recordingEvents(paid.map(paidEvent)),
        ...recordingVerified(proofs.map((proof, i) => callbackRecord(proof, outcomes[i] ?? ''))),
        ...posting(
          accounts,
          movements,
          paid.flatMap(({ reward }) => announcementsOf(reward)),
        ),
        ...countingRewards(paid),
      ],
    };
  }

  /**
   * The proofs' rewards; those that a restored backup does not have are made again. They are locked after the others and
   * after accounts: where another transaction waits the other way round, one of both runs again.
   */
  private async withLostOrders(
    tx: EntityManager,
    proofs: readonly Proof[],
    rewards: ReadonlyMap<string, RewardRow>,
  ): Promise<ReadonlyMap<string, RewardRow>> {
    const missing = proofs.filter(({ message }) => !rewards.has(message.outTradeNo));
    if (missing.length === 0) return rewards;
    return new Map([...rewards, ...(await this.lostOrders.makeAgain(tx, missing))]);
  }
}

/**
 * The rows are named by key as well: so the plan, which PostgreSQL keeps for a named statement, uses the primary key
 * at any size of the table. `paid_time IS NULL` is "pending or closed" (a CHECK) and tempts no other index. The authors
 * would: an index begins with them, and while nothing is known of the table's contents a hot author's looks as short as any.
 * That all of them were still unpaid is demanded here: it is committed before anybody could look at an answer.
 */
const MARK_PAID = statement(
  'payments.mark_paid',
  `WITH marked AS (
     UPDATE reward SET status = 'paid', trade_no = p.trade_no, paid_time = now()
     FROM json_to_recordset($1::json) AS p(id uuid, trade_no text)
     WHERE reward.id = p.id AND reward.id = ANY($2::uuid[]) AND reward.paid_time IS NULL AND reward.trade_no IS NULL
     RETURNING reward.id
   )
   SELECT require_rows(count(*), cardinality($2::uuid[])) FROM marked`,
);

function markingPaid(paid: readonly NewlyPaid[]): Command[] {
  if (paid.length === 0) return [];
  const rows = paid.map(({ reward, proof }) => ({ id: reward.id, trade_no: proof.message.tradeNo }));
  return [{ statement: MARK_PAID, values: [JSON.stringify(rows), rows.map(({ id }) => id)] }];
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

/** Raises the articles' counters of tips ever paid; not yet sent. */
export function countingRewards(
  paid: readonly { readonly reward: { readonly article_id: string } }[],
): Command[] {
  if (paid.length === 0) return [];
  return [{ statement: COUNT_REWARDS, values: [paid.map(({ reward }) => reward.article_id)] }];
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
