import type { Market, Person } from '../alipay.js';
import type { TestApp } from '../app.js';

/** A tip as the walk knows it, apart from anything the server says. */
export interface Tip {
  readonly rewardId: string;
  readonly outTradeNo: string;
  readonly payUrl: string;
  readonly bizContent: Record<string, string>;
  readonly channel: 'alipay' | 'balance';
  readonly amountFen: bigint;
  readonly reader: Person;
  readonly author: Person;
  readonly articleId: string;
  /** How the buyer stands at the cashier. */
  cashier: 'closed' | 'opening' | 'open' | 'paid';
  /** The walk has made its time be over. */
  expired: boolean;
  /** A refund without a number was made; two in unknown order cannot be told apart, so it stays the only one. */
  unnumbered: boolean;
  returnUrl: string | undefined;
  /** Of a tip from balance: what was given back, in fen. */
  refundedFen: bigint;
}

/** Another payment of a paid order, which only the notices tell of. */
export interface SecondPayment {
  readonly tip: Tip;
  readonly tradeNo: string;
  refundedFen: bigint;
}

/** A withdrawal as its request was answered; what became of it the simulator knows. */
export interface Withdrawal {
  readonly id: string;
  readonly outBizNo: string;
  readonly amountFen: bigint;
  readonly person: Person;
  /** The first revision. */
  readonly revision: number;
}

export interface Writer {
  readonly person: Person;
  readonly articleId: string;
}

/** An instance of the server as its clients see it. */
export type Server = Pick<TestApp, 'url' | 'request'>;

/** What a walk acts on and remembers. */
export interface World {
  readonly market: Market;
  /** The instances of the server; the first is the market's own. */
  readonly servers: readonly Server[];
  readonly admin: Person;
  /** The day (Beijing) on which it began. */
  readonly firstDay: string;
  readonly writers: readonly Writer[];
  readonly people: readonly Person[];
  readonly tips: Tip[];
  readonly second: SecondPayment[];
  readonly withdrawals: Withdrawal[];
  readonly counts: Map<string, number>;
}

/** The element that a step's number picks; undefined where there is none. */
export function pickFrom<T>(list: readonly T[], pick: number): T | undefined {
  return list.length === 0 ? undefined : list[pick % list.length];
}

/** Fen as the wire writes them. */
export function yuan(fen: bigint): string {
  const digits = fen.toString().padStart(3, '0');
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/** The wire's yuan in fen, signed. */
export function fenOf(text: string): bigint {
  return BigInt(text.replace('.', ''));
}

/** A trade as the simulator's control API shows it; undefined where nobody opened the cashier. */
export interface TradeView {
  trade_no: string;
  trade_status: string;
  paid_time: string | null;
  refund_fee: string;
  refunds: { out_request_no: string; amount: string }[];
  notifications: {
    fields: Record<string, string>;
    next_time: string | null;
    notify_id: string;
    attempts: { time: string; http_status: number | null }[];
  }[];
}

export async function tradeOf({ market }: World, tip: Tip): Promise<TradeView | undefined> {
  const response = await fetch(`${market.simulator.url}/simulator/trades/${tip.outTradeNo}`);
  return response.ok ? ((await response.json()) as TradeView) : undefined;
}

/** A payout as the simulator's control API shows it; undefined where none was made. */
export async function transferOf({ market }: World, outBizNo: string) {
  const response = await fetch(`${market.simulator.url}/simulator/transfers/${outBizNo}`);
  if (!response.ok) return undefined;
  return (await response.json()) as { status: string; trans_amount: string };
}
