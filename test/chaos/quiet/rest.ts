import { setTimeout as sleep } from 'node:timers/promises';
import { until } from '../wait.js';
import { learnPayUrl } from '../actors/reader.js';
import { GATEWAY_TIMEOUT_MS } from '../stage/stage.js';
import { fulfilAtRest } from '../world/wish.js';
import type { World } from '../world/world.js';
import { dealWithPending } from './deal.js';
import { hasten, overdue } from './clock.js';
import { reconcile } from './reconcile.js';

/** How long everything may take to come up again, and how long to resolve what is pending. */
const HEAL_LIMIT_MS = 180_000;
const SETTLE_LIMIT_MS = 120_000;
const POLL_MS = 500;

/**
 * Nothing breaks any more: what is down comes up, people repeat what nobody answered, and the sweeps resolve what is
 * pending. Only the clock is helped (clock.ts). `final`: unpaid orders come to their end as well.
 *
 * @throws Error that names what is still pending when the time is over
 */
export async function comeToRest(world: World, final: boolean): Promise<void> {
  await heal(world);
  await answerWishes(world);
  await settle(world, final);
  await reconcile(world);
  // A bill may have brought up a refund that is booked with a question or two.
  await settle(world, final);
}

async function heal({ stage }: World): Promise<void> {
  const { servers, gateway, proxy, postgres } = stage;
  proxy.heal();
  const answers = () => postgres.query('SELECT 1').then(Boolean, () => false);
  await until('PostgreSQL is back', answers, HEAL_LIMIT_MS);
  await until('the simulator is back', () => gateway.program.isReady, HEAL_LIMIT_MS);
  await gateway.setFaults({});
  const up = async (url: string) =>
    fetch(`${url}/health/ready`).then(
      ({ ok }) => ok,
      () => false,
    );
  for (const { url, program } of servers) {
    await until(`${url} is back`, async () => program.isReady && (await up(url)), HEAL_LIMIT_MS);
  }
  // What was under way ends; a gateway that was too slow ends it later still.
  await sleep(3 * GATEWAY_TIMEOUT_MS);
}

async function answerWishes(world: World): Promise<void> {
  const { servers } = world.stage;
  const wishes = [...world.tips, ...world.refunds, ...world.withdrawals].map(({ wish }) => wish);
  const complain = (complaint: string) => world.complaints.push(complaint);
  for (const [i, wish] of wishes.filter(({ answer }) => !answer).entries()) {
    const server = servers[i % servers.length]!;
    await until(`${wish.key} is answered`, () => fulfilAtRest(wish, server, complain), SETTLE_LIMIT_MS);
  }
  for (const tip of world.tips) if (tip.payUrl === '') learnPayUrl(tip);
}

async function settle(world: World, final: boolean): Promise<void> {
  const deadline = Date.now() + SETTLE_LIMIT_MS;
  for (let turn = 0; ; turn++) {
    await dealWithPending(world);
    await hasten(world, final);
    await sleep(POLL_MS);
    const pending = await overdue(world, final);
    if (pending.length === 0) return;
    if (Date.now() < deadline) continue;
    const seconds = SETTLE_LIMIT_MS / 1000;
    throw new Error(
      `after ${seconds} s of rest these are still pending:\n  ${pending.slice(0, 50).join('\n  ')}`,
    );
  }
}
