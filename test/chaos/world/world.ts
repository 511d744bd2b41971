import type { Dice } from '../dice.js';
import type { Stage } from '../stage/stage.js';
import { type Author, type Person, logInAsAdmin, publish, signUp } from './people.js';
import type { Wish } from './wish.js';

/** A tip as its reader knows it. Whether Alipay has the money only the simulator's journal knows. */
export interface Tip {
  readonly wish: Wish;
  readonly reader: Person;
  readonly author: Author;
  readonly channel: 'alipay' | 'balance';
  readonly amountFen: bigint;
  /** Where the reader pays, and the order's number in it; empty for a tip from balance. */
  payUrl: string;
  outTradeNo: string;
  paid: boolean;
  returnUrl: string | undefined;
}

interface RefundWish {
  readonly wish: Wish;
  readonly tip: Tip;
}

export interface WithdrawalWish {
  readonly wish: Wish;
  readonly person: Person;
  readonly amountFen: bigint;
  /** The payee's name, which nobody else has: whoever was paid twice was paid twice under it. */
  readonly payee: string;
}

/** A genuine message that a server has answered with `success`. */
interface Acknowledged {
  readonly outTradeNo: string;
  readonly notifyId: string;
}

/** A message that nobody may believe. */
interface Forgery {
  readonly kind: string;
  readonly outTradeNo: string;
  /** The transaction or refund number that occurs nowhere else. */
  readonly number: string;
  answer: string;
}

/** Everybody, and what they remember; nothing in it comes from the database. */
export interface World {
  readonly stage: Stage;
  readonly admin: Person;
  readonly authors: readonly Author[];
  readonly people: readonly Person[];
  /** The day (Beijing) on which it began. */
  readonly firstDay: string;
  readonly tips: Tip[];
  readonly refunds: RefundWish[];
  readonly withdrawals: WithdrawalWish[];
  readonly acknowledged: Acknowledged[];
  readonly forgeries: Forgery[];
  readonly counts: Map<string, number>;
  /** What somebody was answered and must never be. */
  readonly complaints: string[];
  /** Set while everything comes to rest: nobody begins anything. */
  resting: boolean;
}

const AUTHORS = 5;
const READERS = 9;

export async function populate(stage: Stage): Promise<World> {
  const server = stage.servers[0]!;
  const authors: Author[] = [];
  for (let i = 1; i <= AUTHORS; i++) authors.push(await publish(server, await signUp(server, `author-${i}`)));
  const people: Person[] = [...authors];
  for (let i = 1; i <= READERS; i++) people.push(await signUp(server, `reader-${i}`));
  return {
    stage,
    admin: await logInAsAdmin(server),
    authors,
    people,
    firstDay: beijingDay(),
    tips: [],
    refunds: [],
    withdrawals: [],
    acknowledged: [],
    forgeries: [],
    counts: new Map(),
    complaints: [],
    resting: true,
  };
}

export function count(world: World, what: string, times = 1): void {
  world.counts.set(what, (world.counts.get(what) ?? 0) + times);
}

export const beijingDay = (): string => new Date(Date.now() + 8 * 3600_000).toISOString().slice(0, 10);

/** A part of an amount, at least one fen. */
export function partOf(amountFen: bigint, dice: Dice): bigint {
  const fen = (amountFen * BigInt(dice.between(1, 3))) / 3n;
  return fen > 0n ? fen : 1n;
}
