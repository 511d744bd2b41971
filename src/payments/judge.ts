import { hasBeenPaid, mayBecome } from './reward-state.js';
import type { RewardRow } from './reward-row.js';
import type { Proof, SettleOutcome } from './proof.js';

/** A reward that becomes paid by this proof. */
export interface NewlyPaid {
  readonly reward: RewardRow;
  readonly proof: Proof;
  /** The order had been closed before its payment was proven. */
  readonly afterClose: boolean;
}

interface SecondPayment {
  readonly reward: RewardRow;
  readonly proof: Proof;
}

export interface Judgement {
  /** One outcome a proof, in the same order. */
  readonly outcomes: SettleOutcome[];
  readonly paid: NewlyPaid[];
  readonly second: SecondPayment[];
}

/**
 * Decides what each proof means, given the rewards as they stand under lock. "Seen before" is judged by the reward's
 * own state alone. Visibility, deletion, deactivation and expiry are not looked at: paid is credited. Pure.
 */
export function judge(rewards: ReadonlyMap<string, RewardRow>, proofs: readonly Proof[]): Judgement {
  const paidWith = new Map<string, string>();
  const paid: NewlyPaid[] = [];
  const second: SecondPayment[] = [];
  const outcomes = proofs.map((proof): SettleOutcome => {
    const { message } = proof;
    const reward = rewards.get(message.outTradeNo);
    if (reward?.channel !== 'alipay') return 'unknown_order';
    if (BigInt(reward.amount_fen) !== message.amountFen) return 'amount_mismatch';
    const tradeNo = hasBeenPaid(reward.status) ? reward.trade_no : paidWith.get(reward.id);
    if (tradeNo === message.tradeNo) return 'already_settled';
    if (tradeNo !== undefined) {
      second.push({ reward, proof });
      return 'second_payment';
    }
    if (!mayBecome(reward.status, 'paid')) throw new Error(`a ${reward.status} reward cannot become paid`);
    paidWith.set(reward.id, message.tradeNo);
    paid.push({ reward, proof, afterClose: reward.status === 'closed' });
    return 'settled';
  });
  return { outcomes, paid, second };
}
