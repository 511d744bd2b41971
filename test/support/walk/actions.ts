import { OrderSweep } from '../../../src/payments/sweeps/order-sweep.js';
import { RefundSweep } from '../../../src/payments/sweeps/refund-sweep.js';
import { control, notify, openCashier, paymentNotice } from '../alipay.js';
import type { TestApp } from '../app.js';
import { reconcile } from '../bills.js';
import { checkLedger } from '../books.js';
import { sweepWithdrawals } from '../payouts.js';
import { gatewayFaultOf, notificationFaultOf } from './faults.js';
import { refund, refundInConsole, refundTwice } from './refund-actions.js';
import type { Step, StepKind } from './steps.js';
import { tipByAlipay, tipFromBalance } from './tip-actions.js';
import { approve, dealLater, decideTwice, reject, requestWithdrawal } from './withdrawal-actions.js';
import { type Server, type Tip, type World, pickFrom, tradeOf } from './world.js';

type Action = (world: World, step: Step, server: Server) => Promise<unknown>;

/** What each kind of step does. None may fail: what goes wrong on purpose is expected by its own action. */
const ACTIONS: Readonly<Record<StepKind, Action>> = {
  tip: (world, step, server) => tipByAlipay(world, step, [server]),
  tipTwice: (world, step) => tipByAlipay(world, step, world.servers),
  balanceTip: tipFromBalance,
  open: async (world, step) => {
    const tip = pickFrom(unopened(world), step.pick);
    if (tip) await open(tip);
  },
  pay: async (world, step, server) => {
    const tip = pickFrom(payable(world), step.pick);
    if (!tip || !(await open(tip))) return;
    await pay(world, tip);
    if (step.odd) await comeBack(tip, server, step.times);
  },
  payLate,
  comeBack: async (world, step, server) => {
    const tip = pickFrom(paidTips(world), step.pick);
    if (tip) await comeBack(tip, server, step.times);
  },
  notifyAgain,
  forge: async (world, step, server) => {
    const tip = pickFrom(alipayTips(world), step.pick);
    if (!tip) return;
    const forged = new URLSearchParams(world.market.sign(paymentNotice(tip)));
    forged.set('total_amount', '0.01');
    forged.set('trade_no', 'forged');
    expect(await notify(server, forged.toString())).toMatchObject({ status: 400 });
  },
  refund,
  refundTwice,
  refundInConsole,
  finish: async (world, step) => {
    const tip = pickFrom(paidTips(world), step.pick);
    if (tip) await control(world.market, tip.outTradeNo, 'finish').catch(() => undefined);
  },
  secondPayment: async (world, step, server) => {
    const tip = pickFrom(paidTips(world), step.pick);
    if (!tip || ['pending', 'closed'].includes(await statusOf(world, tip))) return;
    const tradeNo = `second${world.second.length.toString()}x${step.other.toString()}`;
    world.second.push({ tip, tradeNo, refundedFen: 0n });
    const notice = paymentNotice(tip, { trade_no: tradeNo, notify_id: tradeNo });
    // Told or not: a lost one is told in the end (see quiet.ts).
    for (let i = 1; i < step.times; i++) await notify(server, world.market.sign(notice));
  },
  secondPaymentRefund: (world, step) => {
    const second = pickFrom(world.second, step.pick);
    // Told in the end, once the payment itself may or may not have been.
    if (second) second.refundedFen = step.odd ? second.tip.amountFen : (second.tip.amountFen + 1n) / 2n;
    return Promise.resolve();
  },
  confirm: async (world, step, server) => {
    const tip = pickFrom(world.tips, step.pick);
    if (!tip) return;
    const answer = await server.request.post(`/admin/rewards/${tip.rewardId}/confirm`).set(world.admin.auth);
    expect([200, 502]).toContain(answer.status);
  },
  confirmSweep: async (world, step) => {
    await world.market.database.query(
      `UPDATE reward SET next_check_time = now() WHERE status = 'pending' AND expires_time > now()`,
    );
    await sweep(world, step, (app) => app.get(OrderSweep, { strict: false }).confirm());
  },
  expire,
  refundSweep: async (world, step) => {
    await world.market.database.query(`UPDATE refund SET next_try_time = now() WHERE status = 'pending'`);
    await sweep(world, step, (app) => app.get(RefundSweep, { strict: false }).resolve());
  },
  withdraw: requestWithdrawal,
  approve,
  reject,
  decideTwice,
  dealLater,
  withdrawalSweep: async ({ market }) => {
    await sweepWithdrawals(market);
  },
  bill: async ({ admin }, _step, server) => {
    await reconcile(server, admin);
  },
  gatewayFault: ({ market }, step) => {
    market.simulator.faults.set({ ...market.simulator.faults.current(), gateway: gatewayFaultOf(step) });
    return Promise.resolve();
  },
  notificationFault: ({ market }, step) => {
    const notifications = notificationFaultOf(step);
    market.simulator.faults.set({ ...market.simulator.faults.current(), notifications });
    return Promise.resolve();
  },
  noFault: ({ market }) => {
    market.simulator.faults.reset();
    return Promise.resolve();
  },
  recount: async ({ admin }, _step, server) => {
    const { differences } = await checkLedger(server, admin);
    // A bill may know of more by now: only at rest everything of it is booked.
    expect(differences.filter(({ check }) => !check.startsWith('bill_'))).toEqual([]);
  },
};

/** Takes one step. */
export async function take(world: World, step: Step): Promise<void> {
  const server = pickFrom(world.servers, step.server)!;
  await ACTIONS[step.kind](world, step, server);
  world.counts.set(step.kind, (world.counts.get(step.kind) ?? 0) + 1);
}

export const alipayTips = ({ tips }: World) => tips.filter(({ channel }) => channel === 'alipay');
const paidTips = (world: World) => alipayTips(world).filter(({ cashier }) => cashier === 'paid');
const unopened = (world: World) =>
  alipayTips(world).filter(({ cashier, expired }) => cashier === 'closed' && !expired);
const payable = (world: World) => [
  ...unopened(world),
  ...alipayTips(world).filter(({ cashier }) => cashier === 'open'),
];

async function statusOf({ market }: World, tip: Tip): Promise<string> {
  const [row] = await market.database.query('SELECT status FROM reward WHERE id = $1', [tip.rewardId]);
  return row!.status as string;
}

/** @returns false where a fault kept the cashier from opening. */
async function open(tip: Tip): Promise<boolean> {
  if (tip.cashier !== 'closed') return tip.cashier !== 'opening';
  tip.cashier = 'opening';
  const opened = await openCashier(tip.payUrl).catch(() => undefined);
  tip.cashier = opened === undefined ? 'closed' : 'open';
  return opened !== undefined;
}

/** The buyer pays; an order that was closed meanwhile cannot be paid. */
async function pay({ market }: World, tip: Tip): Promise<void> {
  const answer = await control(market, tip.outTradeNo, 'pay').catch(() => undefined);
  if (!answer) return;
  tip.cashier = 'paid';
  tip.returnUrl = answer.return_url as string;
}

async function comeBack({ returnUrl }: Tip, server: Server, times: number): Promise<void> {
  if (returnUrl === undefined) return;
  const address = `${server.url}/payments/alipay/result${new URL(returnUrl).search}`;
  const answers = await Promise.all(Array.from({ length: times }, () => fetch(address)));
  for (const { status } of answers) expect([200, 202]).toContain(status);
}

/** Closed here before anybody opened it, and paid all the same: its notice gets through. */
async function payLate(world: World, step: Step): Promise<void> {
  const never = alipayTips(world).filter((tip) => tip.cashier === 'closed' && tip.expired);
  const tip = pickFrom(never, step.pick);
  if (!tip || !(await open(tip))) return;
  await pay(world, tip);
  if (tip.cashier !== 'paid') return;
  const told = await control(world.market, tip.outTradeNo, 'notify');
  expect(told.accepted).toBe(true);
}

/** A notice of any age once more, by any way, to any instance. */
async function notifyAgain(world: World, step: Step, server: Server): Promise<void> {
  const tip = pickFrom(paidTips(world), step.pick);
  const notice = tip && pickFrom((await tradeOf(world, tip))?.notifications ?? [], step.other);
  if (!notice) return;
  const body = world.market.sign({
    ...notice.fields,
    notify_id: notice.notify_id,
    notify_time: '2026-11-22 10:00:10',
  });
  const answers = await Promise.all(Array.from({ length: step.times }, () => notify(server, body)));
  for (const { status } of answers) expect([200, 503]).toContain(status);
}

/** The time of a few orders is over at once; one that somebody is opening at this moment is left alone. */
async function expire(world: World, step: Step): Promise<void> {
  const due = alipayTips(world).filter(({ cashier }) => cashier === 'closed' || cashier === 'open');
  const chosen = due.filter((_, i) => (i + step.pick) % 3 === 0);
  for (const tip of chosen) tip.expired = true;
  await world.market.database.query(
    `UPDATE reward SET expires_time = now() - interval '1 minute', next_check_time = now()
     WHERE id = ANY($1::uuid[]) AND status = 'pending'`,
    [chosen.map(({ rewardId }) => rewardId)],
  );
  await sweep(world, step, (app) => app.get(OrderSweep, { strict: false }).expire());
}

/** A sweep, or two at once. Those of another process run by themselves. */
async function sweep(
  { market }: World,
  { odd }: Step,
  run: (app: TestApp['app']) => Promise<number>,
): Promise<void> {
  await Promise.all((odd ? [market, market] : [market]).map(({ app }) => run(app)));
}
