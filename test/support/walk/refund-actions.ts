import { randomUUID } from 'node:crypto';
import { control } from '../alipay.js';
import type { Step } from './steps.js';
import { type Server, type Tip, type World, fenOf, pickFrom, yuan } from './world.js';

/** Refunds by an administrator: a part or all that is left, of any tip, paid or not. */
export async function refund(world: World, step: Step, server: Server): Promise<void> {
  const tip = refundable(world, step);
  if (!tip) return;
  const answer = await ask(world, tip, server, bodyOf(tip, step));
  book(tip, answer);
}

/** The same request with one key at every instance at once: one refund. */
export async function refundTwice(world: World, step: Step): Promise<void> {
  const tip = refundable(world, step);
  if (!tip) return;
  const key = randomUUID();
  const answers = await Promise.all(
    world.servers.map((server) => ask(world, tip, server, bodyOf(tip, step), key)),
  );
  const done = answers.filter(({ status }) => status < 300);
  expect(new Set(done.map(({ body }) => body.id)).size).toBeLessThanOrEqual(1);
  if (done[0]) book(tip, done[0]);
}

/** A refund in Alipay's own console, with or without its number in the notice; refused there where it is too much. */
export async function refundInConsole(world: World, step: Step): Promise<void> {
  const tip = refundable(world, step);
  if (tip?.channel !== 'alipay') return;
  // Without a number only the sum is told: such a refund is the only one of its tip.
  const refunds = await world.market.database.query('SELECT 1 FROM refund WHERE reward_id = $1', [
    tip.rewardId,
  ]);
  const omit = step.odd && step.times === 1 && refunds.length === 0;
  if (omit) tip.unnumbered = true;
  const amount = yuan(part(tip, step));
  await control(world.market, tip.outTradeNo, 'refund', { amount, omit_out_biz_no: omit }).catch(
    () => undefined,
  );
}

function refundable(world: World, { pick }: Step): Tip | undefined {
  return pickFrom(
    world.tips.filter(({ cashier, unnumbered }) => cashier === 'paid' && !unnumbered),
    pick,
  );
}

function part(tip: Tip, { other }: Step): bigint {
  const fen = (tip.amountFen * BigInt(1 + (other % 3))) / 3n;
  return fen > 0n ? fen : 1n;
}

function bodyOf(tip: Tip, step: Step) {
  return step.odd ? { reason: '全部' } : { money: yuan(part(tip, step)), reason: '部分' };
}

function ask(world: World, tip: Tip, server: Server, body: object, key?: string) {
  const request = server.request.post(`/admin/rewards/${tip.rewardId}/refunds`).set(world.admin.auth);
  return (key === undefined ? request : request.set('Idempotency-Key', key)).send(body);
}

interface Answer {
  status: number;
  body: { status: string; money: string; code: string };
}

function book(tip: Tip, { status, body }: Answer): void {
  expect([201, 202, 409]).toContain(status);
  if (status === 409) {
    expect(['refund_exceeds_paid', 'reward_not_paid']).toContain(body.code);
  } else if (tip.channel === 'balance') {
    expect(body.status).toBe('done');
    tip.refundedFen += fenOf(body.money);
  }
}
