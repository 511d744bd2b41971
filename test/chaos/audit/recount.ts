import { until } from '../wait.js';
import { type Answer, ask } from '../world/wish.js';
import { type World, beijingDay } from '../world/world.js';
import type { Finding } from './findings.js';

const LIMIT_MS = 30_000;

/** What the server's own recount finds, and how its books differ from Alipay's bills. */
export async function recount(world: World): Promise<Finding[]> {
  const check = await read(world, '/admin/ledger/check');
  const found = (check.body.differences as object[]).map((one) => `the recount: ${JSON.stringify(one)}`);
  for (const date of new Set([world.firstDay, beijingDay()])) {
    const day = await read(world, `/admin/reconciliations/${date}`);
    const differences = (day.body.differences ?? []) as object[];
    found.push(...differences.map((one) => `the bill of ${date}: ${JSON.stringify(one)}`));
  }
  return found.map((text) => ({ kind: 'wrong', text }));
}

async function read(world: World, path: string): Promise<Answer> {
  let answer: Answer | undefined;
  await until(
    `${path} is answered`,
    async () => {
      answer = await ask(world.stage.servers[1]!, world.admin, { path });
      return answer?.status === 200;
    },
    LIMIT_MS,
  );
  return answer!;
}
