import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FaultSettings } from '../../../simulator/faults.js';
import type { Dice } from '../dice.js';
import { GATEWAY_TIMEOUT_MS, type Stage } from '../stage/stage.js';
import type { Cut } from '../stage/database-proxy.js';
import { type World, count } from '../world/world.js';

/** What breaks next, and how often. */
const WEIGHTS = {
  killServer: 12,
  killPostgres: 4,
  cutCommits: 15,
  disconnect: 2,
  killGateway: 1,
  gatewayFails: 9,
  gatewayHeals: 4,
  notificationsFail: 6,
};

const CUTS: readonly Cut[] = ['answer', 'answer', 'at_once', 'before'];

const TRANSFER = 'alipay.fund.trans.uni.transfer';
const REFUND = 'alipay.trade.refund';
const METHODS = [
  undefined,
  [TRANSFER],
  [TRANSFER, 'alipay.fund.trans.common.query'],
  [REFUND],
  [REFUND, 'alipay.trade.fastpay.refund.query'],
  ['alipay.trade.query', 'alipay.trade.close'],
];

/** Down, slow (the work is done after the server gave up), nonsense, unsigned, done and not told, or "system error". */
const FAILURES = [
  { down: true },
  { status: 502 },
  { nonsense: true },
  { unsigned: true },
  { die_after_work: true },
  { slow_ms: 2 * GATEWAY_TIMEOUT_MS },
  { slow_ms: GATEWAY_TIMEOUT_MS / 4 },
  { sub_code: 'ACQ.SYSTEM_ERROR' },
  { sub_code: 'SYSTEM_ERROR' },
] as const;

/** Definite refusals, and acceptances that stay undone. */
const REFUSALS = [
  { methods: [REFUND], sub_code: 'ACQ.SELLER_BALANCE_NOT_ENOUGH' },
  { methods: [TRANSFER], sub_code: 'PAYER_BALANCE_NOT_ENOUGH' },
  { methods: [REFUND, TRANSFER], pending: true },
];

/** Lost, several at once, out of order, late. */
const NOTIFICATIONS = [
  { never: true },
  { times: 3 },
  { shuffle: true },
  { shuffle: true, times: 2 },
  { delay_ms: 900 },
];

/** Breaks one thing and gives it a moment to hurt. `faults` is what was set at the gateway last. */
export async function nemesisActs(world: World, dice: Dice, faults: FaultSettings): Promise<void> {
  const { stage } = world;
  await sleep(dice.between(100, 700));
  // On a slow machine the blows wait for somebody to hit.
  while (!world.resting && !stage.servers.some(({ program }) => program.isReady)) await sleep(100);
  const blow = dice.weighted(WEIGHTS);
  appendFileSync(join(stage.folder, 'blows.log'), `${new Date().toISOString()} ${blow}\n`);
  switch (blow) {
    case 'killServer':
      killServer(stage, dice);
      break;
    case 'killPostgres':
      await stage.postgres.die(dice.pick(['SIGQUIT', 'SIGKILL']));
      if (dice.chance(0.5)) stage.proxy.disconnect(dice.between(200, 2_000));
      break;
    case 'cutCommits':
      stage.proxy.cutNext(...Array.from({ length: dice.between(1, 4) }, () => dice.pick(CUTS)));
      break;
    case 'disconnect':
      stage.proxy.disconnect(dice.between(0, 1_500));
      break;
    case 'killGateway':
      if (stage.gateway.program.isReady) stage.gateway.program.kill();
      break;
    case 'gatewayFails':
      faults.gateway = gatewayFaults(dice);
      await stage.gateway.setFaults(faults);
      break;
    case 'gatewayHeals':
      await stage.gateway.setFaults({});
      break;
    case 'notificationsFail':
      faults.notifications = { ...dice.pick(NOTIFICATIONS), calls: dice.between(1, 20) };
      await stage.gateway.setFaults(faults);
  }
  count(world, 'blows');
}

/** Mostly the other one goes on; a server that is just starting is left alone, so that it comes to doing something. */
function killServer({ servers }: Stage, dice: Dice): void {
  const both = dice.chance(0.1);
  const chosen = dice.pick(servers);
  const others = servers.filter((server) => server !== chosen);
  if (!chosen.program.isReady || !(both || others.every(({ program }) => program.isReady))) return;
  chosen.program.kill();
}

function gatewayFaults(dice: Dice): NonNullable<FaultSettings['gateway']> {
  const calls = dice.between(1, 15);
  if (dice.chance(0.25)) return [{ ...dice.pick(REFUSALS), calls }];
  const methods = dice.pick(METHODS);
  return [{ ...dice.pick(FAILURES), ...(methods && { methods }), calls }];
}
