import { until } from '../wait.js';
import { ask } from '../world/wish.js';
import { type World, beijingDay } from '../world/world.js';

const LIMIT_MS = 30_000;

/** Fetches the bills of the run (it may have passed midnight in Beijing) and books what only they tell. */
export async function reconcile(world: World): Promise<void> {
  const server = world.stage.servers[0]!;
  for (const date of new Set([world.firstDay, beijingDay()])) {
    await until(
      `the bill of ${date} is fetched`,
      async () => {
        const request = { method: 'POST', path: '/admin/reconciliations', body: { date } };
        const answer = await ask(server, world.admin, request);
        return answer?.status === 200 && answer.body.state === 'fetched' && answer.body.failure === '';
      },
      LIMIT_MS,
    );
  }
}
