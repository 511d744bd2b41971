import { fenOf, yuan } from '../../support/walk/world.js';
import type { Dice } from '../dice.js';
import type { Person } from '../world/people.js';
import { ask, fulfil, fulfilEverywhere } from '../world/wish.js';
import { type World, count } from '../world/world.js';

/** Payees as the simulator knows them (simulator/README.md): most are paid; others are refused, fail, wait, send it back. */
const ACCOUNTS = [
  ...Array.from({ length: 8 }, () => 'author@example.com'),
  'payee_not_exist@refused.test',
  'payee_userinfo_status_error@fail.test',
  'author@dealing.test',
  'author@refund.test',
];

/** The least that can be withdrawn (stage.ts). */
const LEAST_FEN = 10n;

/** Takes out all or a part of what is there. */
export async function authorActs(world: World, person: Person, dice: Dice): Promise<void> {
  const { servers } = world.stage;
  const purse = await ask(dice.pick(servers), person, { path: '/wallet' });
  if (purse?.status !== 200) return;
  const balanceFen = fenOf(purse.body.balance as string);
  const amountFen = dice.chance(0.3) ? balanceFen : balanceFen / BigInt(dice.between(2, 5));
  if (amountFen < LEAST_FEN) return;
  const payee = `张${world.withdrawals.length + 1}`;
  const wish = {
    person,
    path: '/wallet/withdrawals',
    key: `withdrawal-${world.withdrawals.length + 1}`,
    body: { amount: yuan(amountFen), account: dice.pick(ACCOUNTS), name: payee },
    refusals: ['insufficient_balance', 'not_withdrawable_yet'],
  };
  world.withdrawals.push({ wish, person, amountFen, payee });
  const complain = (complaint: string) => world.complaints.push(complaint);
  if (dice.chance(0.2)) await fulfilEverywhere(wish, servers, complain);
  else await fulfil(wish, servers, dice, complain);
  count(world, 'withdrawals');
}
