import { refundedFen } from '../../../simulator/trade.js';
import type { World } from '../world/world.js';
import type { Books } from './books.js';
import { type Finding, compare } from './findings.js';

/** Every paid trade at Alipay is a paid reward here, with its refunds; and no other order is paid. */
export function auditTrades({ trades, rewardsByNumber }: Books): Finding[] {
  const found: Finding[] = [];
  for (const trade of trades.values()) {
    const reward = rewardsByNumber.get(trade.outTradeNo);
    if (trade.paidAt === null) continue;
    if (!reward || ['pending', 'closed'].includes(reward.status)) {
      found.push({
        kind: 'lost',
        text: `order ${trade.outTradeNo} is paid there, ${reward?.status ?? 'none'} here`,
      });
    } else if (reward.trade_no !== trade.tradeNo) {
      found.push({
        kind: 'wrong',
        text: `order ${trade.outTradeNo} has trade_no ${reward.trade_no ?? 'none'}`,
      });
    }
  }
  for (const { out_trade_no: number, ...reward } of rewardsByNumber.values()) {
    const isPaid = !['pending', 'closed'].includes(reward.status);
    const trade = trades.get(number);
    found.push(
      ...compare(
        `credits of order ${number}`,
        isPaid ? BigInt(reward.amount_fen) : 0n,
        BigInt(reward.credited_fen),
      ),
      ...compare(`held of order ${number}`, 0n, BigInt(reward.held_fen)),
    );
    if (reward.channel === 'balance') continue;
    if (isPaid && !trade?.paidAt)
      found.push({ kind: 'forged', text: `order ${number} is paid here, not there` });
    const returnedFen = trade ? refundedFen(trade) : 0n;
    found.push(...compare(`refunds of order ${number}`, returnedFen, BigInt(reward.refunded_fen)));
  }
  return found;
}

/** What people were told is done, is done, and once for each of their wishes. */
export function auditWishes(world: World, { rewards, refunds, withdrawals }: Books): Finding[] {
  const found: Finding[] = [];
  const lists = [
    { made: rewards, wishes: world.tips, nameOf: [...rewards.values()].map(({ message }) => message) },
    { made: refunds, wishes: world.refunds, nameOf: [...refunds.values()].map(({ reason }) => reason) },
    {
      made: withdrawals,
      wishes: world.withdrawals,
      nameOf: [...withdrawals.values()].map(({ name }) => name),
    },
  ];
  for (const { made, wishes, nameOf } of lists) {
    for (const { wish } of wishes) {
      if (wish.id !== undefined && !made.has(wish.id)) {
        found.push({ kind: 'lost', text: `${wish.key} was answered with ${wish.id}, which does not exist` });
      }
    }
    // Each wish puts a name of its own into what it makes.
    const seen = new Set<string>();
    for (const name of nameOf.filter((name) => name !== '')) {
      if (seen.has(name)) found.push({ kind: 'doubled', text: `${name} was made twice` });
      seen.add(name);
    }
  }
  return found;
}
