import { type Market, openMarket, publish } from '../alipay.js';
import { beijingDay } from '../bills.js';
import { type BranchProcess, openBranchProcess } from '../branch-process.js';
import { register, registerAdmin } from '../app.js';
import type { Server, World } from './world.js';

/** The commission of a walk's tips, in hundredths of a percent: 2.5 %. */
export const FEE_RATE = 250n;

const WRITERS = 4;
const READERS = 3;

/** The server, and more processes of it, on one database and one simulator, and people who know each other. */
export async function openWorld(instances: number): Promise<{ world: World; close: () => Promise<void> }> {
  const market = await openMarket(
    {
      certified: true,
      fees: { rate: FEE_RATE },
      alipay: { requestTimeoutMs: 400 },
      withdrawals: { minFen: 1n, holdDays: 0 },
    },
    undefined,
    20_000,
  );
  const branches: BranchProcess[] = [];
  while (branches.length + 1 < instances) branches.push(await openBranchProcess(market));
  const world = await populate(market, [market, ...branches]);
  const close = async () => {
    for (const branch of branches) await branch.program.kill();
    await market.close();
  };
  return { world, close };
}

async function populate(market: Market, servers: readonly Server[]): Promise<World> {
  const admin = await registerAdmin(market);
  const writers: World['writers'][number][] = [];
  while (writers.length < WRITERS) {
    const person = await register(market);
    writers.push({ person, articleId: (await publish(market, person)).id });
  }
  const people = writers.map(({ person }) => person);
  while (people.length < WRITERS + READERS) people.push(await register(market));
  return {
    market,
    servers,
    admin,
    firstDay: beijingDay(),
    writers,
    people,
    tips: [],
    second: [],
    withdrawals: [],
    counts: new Map(),
  };
}
