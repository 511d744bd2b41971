import type { EntityManager } from 'typeorm';
import { uuidv7 } from 'uuidv7';
import { execute, statement } from '../database/statement.js';
import { system } from '../wallet/accounts.js';
import type { Movement } from '../wallet/movement.js';
import { post } from '../wallet/post.js';
import type { MessageSource } from './proof.js';
import type { Message } from './provider/payment-provider.js';
import { recordEvents } from './reward-history.js';
import type { RewardRow } from './reward-row.js';

/** Another payment of a paid order, and who told of it. */
interface ProvenPayment {
  readonly reward: RewardRow;
  readonly proof: { readonly source: MessageSource; readonly message: Message };
}

const INSERT = statement<{ id: string }>(
  'payments.second_payment',
  `INSERT INTO second_payment (id, reward_id, trade_no, amount_fen) VALUES ($1, $2, $3, $4)
   ON CONFLICT (reward_id, trade_no) DO NOTHING RETURNING id`,
);

const REFUNDED = statement<{ id: string; added_fen: string }>(
  'payments.second_payment_refunded',
  `UPDATE second_payment s SET refunded_fen = least($3::bigint, s.amount_fen)
   FROM (SELECT id, refunded_fen FROM second_payment WHERE reward_id = $1 AND trade_no = $2 FOR NO KEY UPDATE) AS old
   WHERE s.id = old.id AND old.refunded_fen < least($3::bigint, s.amount_fen)
   RETURNING s.id, s.refunded_fen - old.refunded_fen AS added_fen`,
);

/**
 * Books what the provider gave back of a second payment, from suspense. `message.refundedFen` is the sum so far.
 * @returns whether anything was new. The reward must be locked.
 */
export async function bookSecondPaymentRefund(
  tx: EntityManager,
  rewardId: string,
  { tradeNo, refundedFen }: Pick<Message, 'tradeNo' | 'refundedFen'>,
  source = 'notify',
): Promise<boolean> {
  const [row] = await execute(tx, REFUNDED, [rewardId, tradeNo, refundedFen.toString()]);
  if (!row) return false;
  const eventId = uuidv7();
  await post(tx, [
    {
      kind: 'second_payment_refund',
      subjectId: eventId,
      rewardId,
      amountFen: BigInt(row.added_fen),
      debit: system('suspense'),
      credit: system('alipay_clearing'),
      memo: tradeNo,
    },
  ]);
  const detail = { trade_no: tradeNo, amount_fen: row.added_fen };
  await recordEvents(tx, [{ id: eventId, rewardId, source, kind: 'second_payment_refunded', detail }]);
  return true;
}

/**
 * Books a refund that a notice of another transaction than the order's own tells of; the notice proves the payment as
 * well, should that one not have been told yet. @returns whether anything was new. The reward must be locked.
 */
export async function bookRefundOfSecondPayment(
  tx: EntityManager,
  reward: RewardRow,
  message: Message,
): Promise<boolean> {
  await post(tx, await bookSecondPayments(tx, [{ reward, proof: { source: 'notify', message } }]));
  return bookSecondPaymentRefund(tx, reward.id, message);
}

/**
 * Books payments of orders that another transaction has paid already: each once, by its trade_no, from clearing to
 * suspense, where an operator finds it. Rare, so one statement each.
 * @returns the movements to post.
 */
export async function bookSecondPayments(
  tx: EntityManager,
  second: readonly ProvenPayment[],
): Promise<Movement[]> {
  const movements: Movement[] = [];
  for (const { reward, proof } of second) {
    const { tradeNo, amountFen } = proof.message;
    const [row] = await execute(tx, INSERT, [uuidv7(), reward.id, tradeNo, amountFen.toString()]);
    if (!row) continue;
    movements.push({
      kind: 'second_payment',
      subjectId: row.id,
      rewardId: reward.id,
      amountFen,
      debit: system('alipay_clearing'),
      credit: system('suspense'),
      memo: tradeNo,
    });
    await recordEvents(tx, [
      {
        id: uuidv7(),
        rewardId: reward.id,
        source: proof.source,
        kind: 'second_payment',
        detail: { trade_no: tradeNo },
      },
    ]);
  }
  return movements;
}
