import type { Message } from './provider/payment-provider.js';
import type { RewardRow } from './reward-row.js';

/** Why a verified message is not about an order of ours. */
export type Mismatch = 'unknown_order' | 'amount_mismatch' | 'wrong_seller' | 'wrong_app';

/** The first of the merchant's checks (Alipay, "异步通知" duties, in its order) that fails; undefined where all hold. */
export function mismatch(order: RewardRow | undefined, message: Message): Mismatch | undefined {
  if (order?.channel !== 'alipay') return 'unknown_order';
  if (BigInt(order.amount_fen) !== message.amountFen) return 'amount_mismatch';
  return message.stranger;
}

const MISMATCHES: ReadonlySet<string> = new Set<Mismatch>([
  'unknown_order',
  'amount_mismatch',
  'wrong_seller',
  'wrong_app',
]);

export function isMismatch(outcome: string): outcome is Mismatch {
  return MISMATCHES.has(outcome);
}
