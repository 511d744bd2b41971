import type { EntityManager } from 'typeorm';
import { uuidv7 } from 'uuidv7';
import { execute, statement } from '../database/statement.js';
import { system } from '../wallet/accounts.js';
import type { Movement } from '../wallet/movement.js';
import type { SecondPayment } from './judge.js';
import { recordEvents } from './reward-history.js';

const INSERT = statement<{ id: string }>(
  'payments.second_payment',
  `INSERT INTO second_payment (id, reward_id, trade_no, amount_fen) VALUES ($1, $2, $3, $4)
   ON CONFLICT (reward_id, trade_no) DO NOTHING RETURNING id`,
);

/**
 * Books payments of orders that another transaction has paid already: each once, by its trade_no, from clearing to
 * suspense, where an operator finds it. Rare, so one statement each.
 * @returns the movements to post.
 */
export async function bookSecondPayments(
  tx: EntityManager,
  second: readonly SecondPayment[],
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
