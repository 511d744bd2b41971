import { yuan } from '../../support/walk/world.js';
import type { Dice } from '../dice.js';
import { ask, fulfil, fulfilEverywhere } from '../world/wish.js';
import { type World, count, partOf } from '../world/world.js';

const WEIGHTS = { refund: 5, decide: 6, confirm: 1, refundInConsole: 2 };

/** One thing that an administrator does. */
export async function clerkActs(world: World, dice: Dice): Promise<void> {
  switch (dice.weighted(WEIGHTS)) {
    case 'refund':
      await refund(world, dice);
      break;
    case 'decide':
      await decide(world, dice);
      break;
    case 'confirm':
      await confirm(world, dice);
      break;
    default:
      await refundInConsole(world, dice);
  }
}

/** A part or all that is left, of a tip that may be paid or not. */
async function refund(world: World, dice: Dice): Promise<void> {
  const tip = dice.pickAny(world.tips.filter(({ wish }) => wish.id !== undefined));
  if (tip?.wish.id === undefined) return;
  const key = `refund-${world.refunds.length + 1}`;
  const part = dice.chance(0.6) && { money: yuan(partOf(tip.amountFen, dice)) };
  const wish = {
    person: world.admin,
    path: `/admin/rewards/${tip.wish.id}/refunds`,
    key,
    body: { ...part, reason: key },
    refusals: ['refund_exceeds_paid', 'reward_not_paid'],
  };
  world.refunds.push({ wish, tip });
  const { servers } = world.stage;
  const complain = (complaint: string) => world.complaints.push(complaint);
  if (dice.chance(0.2)) await fulfilEverywhere(wish, servers, complain);
  else await fulfil(wish, servers, dice, complain);
  count(world, 'refunds');
}

/** Approves or rejects the oldest requests, now and then both at once. */
async function decide(world: World, dice: Dice): Promise<void> {
  const { servers } = world.stage;
  const path = '/admin/withdrawals?status=requested&limit=20';
  const list = await ask(dice.pick(servers), world.admin, { path });
  const waiting = (list?.body.items ?? []) as { id: string; revision: number }[];
  for (const { id, revision } of waiting.slice(-2)) {
    const decisions = dice.chance(0.1) ? ['approve', 'reject'] : [dice.chance(0.85) ? 'approve' : 'reject'];
    const answers = await Promise.all(
      decisions.map((decision) =>
        ask(dice.pick(servers), world.admin, {
          method: 'POST',
          path: `/admin/withdrawals/${id}/${decision}`,
          body: { revision, ...(decision === 'reject' && { reason: '不行' }) },
        }),
      ),
    );
    if (answers.filter((answer) => answer?.status === 200).length > 1) {
      world.complaints.push(`withdrawal ${id} was both approved and rejected`);
    }
    count(world, 'decisions', decisions.length);
  }
}

async function confirm(world: World, dice: Dice): Promise<void> {
  const tip = dice.pickAny(world.tips.filter(({ outTradeNo }) => outTradeNo !== ''));
  if (tip?.wish.id === undefined) return;
  const path = `/admin/rewards/${tip.wish.id}/confirm`;
  await ask(dice.pick(world.stage.servers), world.admin, { method: 'POST', path });
  count(world, 'confirmations');
}

/** Money given back in Alipay's own console, of which only a notification and the bill tell. */
async function refundInConsole(world: World, dice: Dice): Promise<void> {
  const tip = dice.pickAny(world.tips.filter(({ paid }) => paid));
  if (!tip) return;
  const amount = yuan(partOf(tip.amountFen, dice));
  await world.stage.gateway.control('POST', `/trades/${tip.outTradeNo}/refund`, { amount });
  count(world, 'refunds in the console');
}
