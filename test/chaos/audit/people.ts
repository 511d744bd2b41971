import { refundedFen } from '../../../simulator/trade.js';
import { fenOf } from '../../support/walk/world.js';
import { FEE_RATE } from '../stage/stage.js';
import type { World } from '../world/world.js';
import type { Books } from './books.js';
import { type Finding, compare } from './findings.js';

/**
 * What everybody must own, in fen, by all that people and Alipay know, and nothing that the database says: tips paid
 * less commission and refunds, tips from balance, and what was paid out.
 */
function expectedNets(world: World, { trades, transfers }: Books): Map<string, bigint> {
  const nets = new Map(world.people.map(({ id }) => [id, 0n]));
  const add = (id: string, fen: bigint) => nets.set(id, (nets.get(id) ?? 0n) + fen);
  for (const tip of world.tips.filter(({ wish }) => wish.id !== undefined)) {
    if (tip.channel === 'balance') {
      const keptFen = tip.amountFen - refundedToBalance(world, tip.wish.id);
      add(tip.reader.id, -keptFen);
      add(tip.author.id, keptFen);
      continue;
    }
    const trade = trades.get(tip.outTradeNo);
    if (!trade?.paidAt) continue;
    const backFen = refundedFen(trade);
    const feeFen = (tip.amountFen * FEE_RATE) / 10_000n;
    const feeBackFen = (feeFen * backFen) / tip.amountFen;
    add(tip.author.id, tip.amountFen - backFen - (feeFen - feeBackFen));
  }
  for (const { wish, person, amountFen } of world.withdrawals) {
    const transfer = wish.id === undefined ? undefined : transfers.get(wish.id.replaceAll('-', ''));
    if (transfer?.status === 'SUCCESS') add(person.id, -amountFen);
  }
  return nets;
}

/** A tip from balance is refunded at once, so that the answers tell. */
function refundedToBalance({ refunds }: World, rewardId: string | undefined): bigint {
  return refunds
    .filter(({ tip, wish }) => tip.wish.id === rewardId && wish.id !== undefined)
    .reduce((sum, { wish }) => sum + fenOf(wish.answer?.body.money as string), 0n);
}

export function auditPeople(world: World, books: Books): Finding[] {
  const expected = expectedNets(world, books);
  return world.people.flatMap(({ id, name }) =>
    compare(`money of ${name}`, expected.get(id) ?? 0n, books.netFen.get(id) ?? 0n),
  );
}

/** No balance was ever below zero: every balance after every movement is kept. */
export async function auditNegative({ stage }: World): Promise<Finding[]> {
  const rows = await stage.postgres.query<{ what: string }>(
    `SELECT 'account ' || id AS what FROM account WHERE balance_fen < 0
     UNION ALL SELECT 'transfer ' || id FROM transfer WHERE least(debit_balance_fen, credit_balance_fen) < 0`,
  );
  return rows.map(({ what }) => ({ kind: 'wrong', text: `${what} has a balance below zero` }));
}
