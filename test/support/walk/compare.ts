import { type Person, wallet } from '../alipay.js';
import { billDifferences } from './bills.js';
import { explain } from './explain.js';
import { FEE_RATE } from './open.js';
import { type Tip, type Withdrawal, type World, fenOf, tradeOf, transferOf } from './world.js';

/** What the walk expects of people's money, in fen. */
interface Expected {
  /** What they have, less what they owe. */
  readonly netFen: Map<Person, bigint>;
  readonly earnedFen: Map<Person, bigint>;
  readonly withdrawnFen: Map<Person, bigint>;
  /** How many tips were ever paid, by article. */
  readonly counts: Map<string, bigint>;
}

/** Compares the server with the model and with the simulator; answers every difference in words. */
export async function differences(world: World): Promise<string[]> {
  const found: string[] = [];
  const expected: Expected = {
    netFen: new Map(),
    earnedFen: new Map(),
    withdrawnFen: new Map(),
    counts: new Map(),
  };
  for (const tip of world.tips) {
    const wrong = await compareTip(world, tip, expected);
    if (wrong.length > 0) found.push(...wrong, await explain(world, tip));
  }
  for (const withdrawal of world.withdrawals) {
    found.push(...(await compareWithdrawal(world, withdrawal, expected)));
  }
  for (const person of world.people) found.push(...(await comparePerson(world, person, expected)));
  for (const { articleId } of world.writers) {
    const [row] = await world.market.database.query(
      'SELECT reward_count FROM article_stats WHERE article_id = $1',
      [articleId],
    );
    say(
      found,
      `reward_count of ${articleId}`,
      expected.counts.get(articleId) ?? 0n,
      BigInt(row!.reward_count as string),
    );
  }
  found.push(...(await compareSuspense(world)));
  return [...found, ...(await billDifferences(world))];
}

interface RewardRow {
  status: string;
  trade_no: string | null;
  refunded_fen: string;
  held_fen: string;
  fee_fen: string;
  fee_returned_fen: string;
}

/** Adds the tip's movements to what is expected. The truth about money at Alipay is the simulator's. */
async function compareTip(world: World, tip: Tip, expected: Expected): Promise<string[]> {
  const found: string[] = [];
  const [row] = (await world.market.database.query('SELECT * FROM reward WHERE id = $1', [
    tip.rewardId,
  ])) as unknown as RewardRow[];
  const trade = tip.channel === 'alipay' ? await tradeOf(world, tip) : undefined;
  const paid = tip.channel === 'balance' || Boolean(trade?.paid_time);
  const refundedFen = trade ? fenOf(trade.refund_fee) : tip.refundedFen;
  const name = `tip ${tip.rewardId}`;
  say(found, `${name} status`, statusFor(paid, tip.amountFen, refundedFen), row!.status);
  say(found, `${name} refunded`, refundedFen, BigInt(row!.refunded_fen));
  say(found, `${name} held`, 0n, BigInt(row!.held_fen));
  if (!paid) return found;
  if (trade) say(found, `${name} trade_no`, trade.trade_no, row!.trade_no);
  const feeFen = tip.channel === 'alipay' ? (tip.amountFen * FEE_RATE) / 10_000n : 0n;
  const feeReturnedFen = await feeReturned(world, tip, row!, (feeFen * refundedFen) / tip.amountFen);
  say(found, `${name} fee`, feeFen, BigInt(row!.fee_fen));
  say(found, `${name} fee returned`, feeReturnedFen, BigInt(row!.fee_returned_fen));
  const earned = tip.amountFen - refundedFen - (feeFen - feeReturnedFen);
  add(expected.netFen, tip.author, earned);
  add(expected.earnedFen, tip.author, earned);
  if (tip.channel === 'balance') add(expected.netFen, tip.reader, refundedFen - tip.amountFen);
  add(expected.counts, tip.articleId, 1n);
  return found;
}

/** A refused refund had taken its share of the fee first: what later ones returned depends on it until all is refunded. */
async function feeReturned({ market }: World, tip: Tip, row: RewardRow, exact: bigint): Promise<bigint> {
  const [refused] = await market.database.query(
    `SELECT 1 FROM refund WHERE reward_id = $1 AND status = 'refused'`,
    [tip.rewardId],
  );
  return refused && row.status !== 'refunded' ? BigInt(row.fee_returned_fen) : exact;
}

function statusFor(paid: boolean, amountFen: bigint, refundedFen: bigint): string {
  if (!paid) return 'closed';
  if (refundedFen === 0n) return 'paid';
  return refundedFen === amountFen ? 'refunded' : 'partially_refunded';
}

/** Whether the money is out only the simulator knows; where it is not, it is its owner's again. */
async function compareWithdrawal(
  world: World,
  withdrawal: Withdrawal,
  expected: Expected,
): Promise<string[]> {
  const found: string[] = [];
  const { id, outBizNo, amountFen, person } = withdrawal;
  const transfer = await transferOf(world, outBizNo);
  const [row] = await world.market.database.query('SELECT status FROM withdrawal WHERE id = $1', [id]);
  const status = row!.status as string;
  const allowed = BY_TRANSFER[transfer?.status ?? 'none'] ?? [];
  if (!allowed.includes(status)) found.push(`withdrawal ${id}: ${status}, there ${JSON.stringify(transfer)}`);
  if (transfer) say(found, `withdrawal ${id} amount`, amountFen, fenOf(transfer.trans_amount));
  if (transfer?.status === 'SUCCESS') {
    add(expected.netFen, person, -amountFen);
    add(expected.withdrawnFen, person, amountFen);
  }
  return found;
}

/** How a withdrawal may end, by what became of its transfer. */
const BY_TRANSFER: Readonly<Record<string, readonly string[]>> = {
  SUCCESS: ['paid'],
  FAIL: ['failed'],
  REFUND: ['failed', 'returned'],
  none: ['failed', 'rejected'],
};

async function comparePerson(world: World, person: Person, expected: Expected): Promise<string[]> {
  const found: string[] = [];
  const purse = await wallet(world.market, person);
  const name = `wallet of ${person.user.username}`;
  const balanceFen = fenOf(purse.balance!);
  say(found, `${name} net`, expected.netFen.get(person) ?? 0n, balanceFen - fenOf(purse.debt!));
  say(found, `${name} earned`, expected.earnedFen.get(person) ?? 0n, fenOf(purse.earned_total!));
  say(found, `${name} withdrawing`, '0.00', purse.withdrawing);
  say(found, `${name} withdrawn`, expected.withdrawnFen.get(person) ?? 0n, fenOf(purse.withdrawn_total!));
  say(found, `${name} statement`, purse.balance, await closingBalance(world, person));
  say(found, `${name} fund flow`, balanceFen, await fundFlow(world, person));
  return found;
}

/** What this month's statement (Beijing) says is left. */
async function closingBalance({ market }: World, person: Person): Promise<string> {
  const month = new Date(Date.now() + 8 * 3600_000).toISOString().slice(0, 7);
  const { body } = await market.request.get(`/wallet/statements/${month}`).set(person.auth);
  return body.closing_balance as string;
}

/** The sum of a person's fund-flow record, page by page. */
async function fundFlow({ market }: World, person: Person): Promise<bigint> {
  let sumFen = 0n;
  let cursor: string | undefined;
  do {
    const { body } = await market.request
      .get('/wallet/transactions')
      .query({ limit: 100, ...(cursor !== undefined && { cursor }) })
      .set(person.auth);
    for (const { amount } of body.items as { amount: string }[]) sumFen += fenOf(amount);
    cursor = (body.next_cursor as string | null) ?? undefined;
  } while (cursor !== undefined);
  return sumFen;
}

async function compareSuspense({ market, second }: World): Promise<string[]> {
  const found: string[] = [];
  for (const { tip, tradeNo, refundedFen } of second) {
    const rows = await market.database.query(
      'SELECT amount_fen, refunded_fen FROM second_payment WHERE reward_id = $1 AND trade_no = $2',
      [tip.rewardId, tradeNo],
    );
    const [row] = rows;
    say(
      found,
      `second payment ${tradeNo}`,
      tip.amountFen,
      BigInt((row?.amount_fen as string | undefined) ?? 0),
    );
    say(found, `refund of ${tradeNo}`, refundedFen, BigInt((row?.refunded_fen as string | undefined) ?? 0));
  }
  return found;
}

function add<Key>(sums: Map<Key, bigint>, key: Key, fen: bigint): void {
  sums.set(key, (sums.get(key) ?? 0n) + fen);
}

function say(found: string[], what: string, expected: unknown, actual: unknown): void {
  if (expected !== actual) found.push(`${what}: expected ${String(expected)}, found ${String(actual)}`);
}
