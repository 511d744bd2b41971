import { uuidv7 } from 'uuidv7';
import type { EntityManager } from 'typeorm';
import { execute, statement } from '../database/statement.js';
import { available, system } from '../wallet/accounts.js';
import { post } from '../wallet/post.js';
import type { Message } from './provider/payment-provider.js';
import { recordEvents } from './reward-history.js';
import { lockRewards } from './reward-lock.js';
import type { RewardRow } from './reward-row.js';
import { hasBeenPaid, mayBecome, statusAfterRefund } from './reward-state.js';

/**
 * What a notice of a refund came to: booked now, known before, about a second payment's money (which this order's
 * author never had), or about an order that is not paid here.
 */
export type RefundOutcome = 'refund_booked' | 'refund_known' | 'refund_of_second_payment' | 'not_paid';

const KNOWN = statement<{ known_fen: string; same: boolean }>(
  'payments.known_refunds',
  `SELECT coalesce(sum(amount_fen), 0) AS known_fen, coalesce(bool_or(out_request_no = $2), false) AS same
   FROM refund WHERE reward_id = $1 AND status <> 'refused'`,
);

const INSERT = statement(
  'payments.record_refund',
  `INSERT INTO refund (id, reward_id, author_id, out_request_no, amount_fen, status, origin, created_time, done_time)
   VALUES ($1, $2, $3, $4, $5, 'done', 'gateway', now(), now())`,
);

const MARK = statement(
  'payments.mark_refunded',
  'UPDATE reward SET refunded_fen = $2, status = $3 WHERE id = $1',
);

/**
 * Books a refund that the provider tells of and this server did not make (in the provider's own console, say): one
 * row, unique by reward and refund number, and the money taken back from the author. A notice carries the sum of all
 * refunds so far, so what is new is that sum less what is known. The reward must be paid already.
 */
export async function bookProviderRefund(tx: EntityManager, message: Message): Promise<RefundOutcome> {
  const reward = (await lockRewards(tx, [message.outTradeNo])).get(message.outTradeNo);
  if (!reward || !hasBeenPaid(reward.status)) return 'not_paid';
  if (reward.trade_no !== message.tradeNo) return 'refund_of_second_payment';
  const outRequestNo = message.refundRequestNo ?? `sum_${message.refundedFen.toString()}`;
  const [known] = await execute(tx, KNOWN, [reward.id, outRequestNo]);
  const total =
    message.refundedFen < BigInt(reward.amount_fen) ? message.refundedFen : BigInt(reward.amount_fen);
  const amountFen = total - BigInt(known?.known_fen ?? 0);
  if (known?.same || amountFen <= 0n) return 'refund_known';
  await book(tx, reward, outRequestNo, amountFen);
  return 'refund_booked';
}

async function book(
  tx: EntityManager,
  reward: RewardRow,
  outRequestNo: string,
  amountFen: bigint,
): Promise<void> {
  const refundId = uuidv7();
  const refundedFen = BigInt(reward.refunded_fen) + amountFen;
  const status = statusAfterRefund(BigInt(reward.amount_fen), refundedFen);
  if (!mayBecome(reward.status, status)) throw new Error(`a ${reward.status} reward cannot become ${status}`);
  await execute(tx, INSERT, [refundId, reward.id, reward.author_id, outRequestNo, amountFen.toString()]);
  await execute(tx, MARK, [reward.id, refundedFen.toString(), status]);
  await post(tx, [
    {
      kind: 'refund',
      subjectId: refundId,
      rewardId: reward.id,
      amountFen,
      debit: available(reward.author_id),
      credit: system('alipay_clearing'),
      counterpartyId: reward.reader_id,
      memo: reward.subject,
    },
  ]);
  const detail = { out_request_no: outRequestNo, amount_fen: amountFen.toString() };
  await recordEvents(tx, [{ id: uuidv7(), rewardId: reward.id, source: 'notify', kind: 'refunded', detail }]);
}
