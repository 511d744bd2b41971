import type { EntityManager } from 'typeorm';
import { uuidv7 } from 'uuidv7';
import { execute, statement } from '../../database/statement.js';
import { announce } from '../../live/announce.js';
import { type AccountRef, available, system } from '../../wallet/accounts.js';
import type { Movement } from '../../wallet/movement.js';
import { post } from '../../wallet/post.js';
import { hiddenFrom } from '../anonymity.js';
import { feeReturnedBy } from '../fee.js';
import { beijingDay } from '../order-time.js';
import { announcementsOf } from '../reward-announcements.js';
import { recordEvents } from '../reward-history.js';
import type { RewardRow } from '../reward-row.js';
import { mayBecome, statusAfterRefund } from '../reward-state.js';
import { REFUND_COLUMNS, type RefundRow } from './refund-row.js';

/** A refund about to be made; its number at the provider is its own id unless the provider gave one. */
export interface NewRefund {
  /** One that it had before, as a proposal. */
  readonly id?: string;
  readonly amountFen: bigint;
  readonly origin: RefundRow['origin'];
  readonly reason: string;
  readonly adminId: string | undefined;
  readonly outRequestNo?: string;
  /** When it is first asked about, should its outcome stay unknown. */
  readonly firstTryAfterSeconds?: number;
}

const INSERT = statement<RefundRow>(
  'refunds.insert',
  `INSERT INTO refund (id, reward_id, author_id, out_request_no, amount_fen, fee_fen, status, origin, reason, admin_id,
     next_try_time, created_time)
   VALUES ($1, $2, $3, $4, $5, $6, 'pending', $7, $8, $9, now() + $10 * interval '1 second', now()) RETURNING ${REFUND_COLUMNS}`,
);

const HOLD = statement(
  'refunds.hold',
  'UPDATE reward SET held_fen = held_fen + $2, fee_returned_fen = fee_returned_fen + $3 WHERE id = $1 AND author_id = $4',
);

/** What of a paid reward can still be given back, refunds under way taken off. */
export function refundableFen(reward: RewardRow): bigint {
  return BigInt(reward.amount_fen) - BigInt(reward.refunded_fen) - BigInt(reward.held_fen);
}

/**
 * The intent: a pending refund, and the money taken from the author (what is missing there becomes a debt) and from
 * the commission. The reward must be locked, paid, and hold that much still.
 */
export async function holdRefund(
  tx: EntityManager,
  reward: RewardRow,
  refund: NewRefund,
): Promise<RefundRow> {
  const { id = uuidv7(), amountFen } = refund;
  const feeFen = feeReturnedBy(amountFen, {
    grossFen: BigInt(reward.amount_fen),
    feeFen: BigInt(reward.fee_fen),
    feeReturnedFen: BigInt(reward.fee_returned_fen),
    refundedFen: BigInt(reward.refunded_fen) + BigInt(reward.held_fen),
  });
  const number = refund.outRequestNo ?? id.replaceAll('-', '');
  const money = [amountFen.toString(), feeFen.toString()];
  const why = [refund.origin, refund.reason, refund.adminId ?? null, refund.firstTryAfterSeconds ?? 0];
  const [row] = await execute(tx, INSERT, [id, reward.id, reward.author_id, number, ...money, ...why]);
  if (!row) throw new Error('a refund was not written');
  await execute(tx, HOLD, [reward.id, ...money, reward.author_id]);
  await post(tx, takingBack(reward, row));
  return row;
}

const DONE = statement(
  'refunds.done',
  `UPDATE refund SET status = 'done', done_time = now(), next_try_time = NULL
   WHERE id = $1 AND author_id = $2 AND status = 'pending'`,
);

const MARK = statement(
  'refunds.mark_reward',
  'UPDATE reward SET refunded_fen = $2, held_fen = held_fen - $3, status = $4 WHERE id = $1 AND author_id = $5',
);

/** The money did go back to the reader. The reward and the pending refund must be locked. */
export async function completeRefund(
  tx: EntityManager,
  reward: RewardRow,
  refund: RefundRow,
  source: string,
): Promise<void> {
  const refundedFen = BigInt(reward.refunded_fen) + BigInt(refund.amount_fen);
  const status = statusAfterRefund(BigInt(reward.amount_fen), refundedFen);
  if (!mayBecome(reward.status, status)) throw new Error(`a ${reward.status} reward cannot become ${status}`);
  await execute(tx, DONE, [refund.id, refund.author_id]);
  await execute(tx, MARK, [reward.id, refundedFen.toString(), refund.amount_fen, status, reward.author_id]);
  const detail = { out_request_no: refund.out_request_no, amount_fen: refund.amount_fen };
  await recordEvents(tx, [{ id: uuidv7(), rewardId: reward.id, source, kind: 'refunded', detail }]);
  await announce(tx, announcementsOf(reward));
}

const REFUSE = statement(
  'refunds.refuse',
  `UPDATE refund SET status = 'refused', refusal = $2, done_time = now(), next_try_time = NULL
   WHERE id = $1 AND author_id = $3 AND status = 'pending'`,
);

const RELEASE = statement(
  'refunds.release',
  'UPDATE reward SET held_fen = held_fen - $2, fee_returned_fen = fee_returned_fen - $3 WHERE id = $1 AND author_id = $4',
);

/** A definite refusal: the author and the commission get back what was held. Both rows must be locked. */
export async function refuseRefund(
  tx: EntityManager,
  reward: RewardRow,
  refund: RefundRow,
  refusal: string,
): Promise<void> {
  await execute(tx, REFUSE, [refund.id, refusal, refund.author_id]);
  // Whatever came between, what stays returned of the fee is floor(fee × refunded / gross) of what stays refunded.
  const restFen = BigInt(reward.refunded_fen) + BigInt(reward.held_fen) - BigInt(refund.amount_fen);
  const stays = (BigInt(reward.fee_fen) * restFen) / BigInt(reward.amount_fen);
  const feeFen = (BigInt(reward.fee_returned_fen) - stays).toString();
  await execute(tx, RELEASE, [reward.id, refund.amount_fen, feeFen, reward.author_id]);
  await post(tx, givingBack(reward, { ...refund, fee_fen: feeFen }));
  const detail = { out_request_no: refund.out_request_no, amount_fen: refund.amount_fen, refusal };
  await recordEvents(tx, [
    { id: uuidv7(), rewardId: reward.id, source: 'gateway', kind: 'refund_refused', detail },
  ]);
}

/** A tip from balance goes back to the reader's balance, one through the provider to the money held there. */
function takingBack(reward: RewardRow, refund: RefundRow): Movement[] {
  const author = available(reward.author_id);
  const reader = reward.channel === 'balance' ? available(reward.reader_id) : system('alipay_clearing');
  return movements(reward, refund, {
    main: { kind: 'refund', debit: author, credit: reader },
    fee: { kind: 'fee_refund', debit: system('fees'), credit: reader },
  });
}

function givingBack(reward: RewardRow, refund: RefundRow): Movement[] {
  const clearing = system('alipay_clearing');
  return movements(reward, refund, {
    main: { kind: 'refund_returned', debit: clearing, credit: available(reward.author_id) },
    fee: { kind: 'fee_refund_returned', debit: clearing, credit: system('fees') },
  });
}

interface Way {
  kind: Movement['kind'];
  debit: AccountRef;
  credit: AccountRef;
}

function movements(reward: RewardRow, refund: RefundRow, ways: { main: Way; fee: Way }): Movement[] {
  const feeFen = BigInt(refund.fee_fen);
  const shared = {
    subjectId: refund.id,
    rewardId: reward.id,
    memo: reward.subject,
    ...(reward.paid_time && { earnedOn: beijingDay(reward.paid_time) }),
  };
  const net: Movement = {
    ...shared,
    ...ways.main,
    amountFen: BigInt(refund.amount_fen) - feeFen,
    feeFen,
    ...(reward.channel === 'alipay' && { counterpartyId: reward.reader_id }),
    ...hiddenFrom(reward),
  };
  return [net, { ...shared, ...ways.fee, amountFen: feeFen }].filter(({ amountFen }) => amountFen > 0n);
}
