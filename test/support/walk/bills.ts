import { until } from '../alipay.js';
import { beijingDay, reconcile } from '../bills.js';
import { checkLedger } from '../books.js';
import { type World, fenOf } from './world.js';

type Reconciled = Awaited<ReturnType<typeof reconcile>>;

/** Reconciles every day of the walk (it may have passed midnight in Beijing) with its bill. */
export async function reconcileDays({ market, admin, firstDay }: World): Promise<Reconciled[]> {
  const results: Reconciled[] = [];
  for (const day of new Set([firstDay, beijingDay()])) {
    // The gateway may be slower than a server of the walk waits.
    await until(async () => {
      const result = await reconcile(market, admin, day);
      if (result.state !== 'fetched' || result.failure !== '') return false;
      results.push(result);
      return true;
    });
  }
  return results;
}

/**
 * What the bills and the books say otherwise and ought not to. Second payments stand in no bill: only their notices
 * tell of them (see actions.ts). Another run changes nothing.
 */
export async function billDifferences(world: World): Promise<string[]> {
  const found: string[] = [];
  const results = await reconcileDays(world);
  expect(await reconcileDays(world)).toEqual(results);
  const second = new Set(world.second.map(({ tradeNo }) => tradeNo));
  let explainedFen = 0n;
  for (const one of results.flatMap(({ differences }) => differences)) {
    const explained = one.kind === 'missing_there' && one.subject === 'payment' && second.has(one.trade_no!);
    if (explained) explainedFen += fenOf(one.here!);
    else found.push(`bill: ${JSON.stringify(one)}`);
  }
  const { differences } = await checkLedger(world.market, world.admin);
  for (const one of differences as CheckDifference[]) {
    if (one.check === 'bill_received') explainedFen += BigInt(one.expected) - BigInt(one.actual);
    else found.push(JSON.stringify(one));
  }
  if (explainedFen !== 0n) found.push(`bill_received: ${explainedFen.toString()} fen are not explained`);
  return found;
}

interface CheckDifference {
  check: string;
  expected: string;
  actual: string;
}
