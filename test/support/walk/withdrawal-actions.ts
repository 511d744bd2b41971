import { randomUUID } from 'node:crypto';
import { decide, withdraw, withdrawalOf } from '../payouts.js';
import { wallet } from '../alipay.js';
import type { Step } from './steps.js';
import { type Server, type Withdrawal, type World, fenOf, pickFrom, transferOf, yuan } from './world.js';

/** Payees as the simulator knows them (simulator/README.md): paid, waiting, refused, failed, given back, no funds. */
const ACCOUNTS = [
  'author@example.com',
  'author@example.com',
  'x@dealing.test',
  'PAYEE_NOT_EXIST@refused.test',
  'PAYEE_USERINFO_STATUS_ERROR@fail.test',
  'x@refund.test',
  'PAYER_BALANCE_NOT_ENOUGH@refused.test',
];

/** All or a part of what somebody has; now and then the same request comes several times at once, to all servers. */
export async function requestWithdrawal(world: World, step: Step): Promise<void> {
  const { person } = pickFrom(world.writers, step.pick)!;
  const amountFen = step.odd ? fenOf((await wallet(world.market, person)).balance!) : step.fen;
  if (amountFen === 0n) return;
  const account = pickFrom(ACCOUNTS, step.other)!;
  const key = randomUUID();
  const servers = step.times > 1 ? world.servers : [pickFrom(world.servers, step.server)!];
  const answers = await Promise.all(
    servers.map((server) =>
      withdraw(server, person, yuan(amountFen), { account }).set('Idempotency-Key', key),
    ),
  );
  for (const { status } of answers) expect([201, 409]).toContain(status);
  const made = answers.filter(({ status }) => status === 201).map(({ body }) => body as Seen);
  expect(new Set(made.map(({ id }) => id)).size).toBeLessThanOrEqual(1);
  const [first] = made;
  if (!first) return;
  const { id, revision } = first;
  world.withdrawals.push({ id, outBizNo: id.replaceAll('-', ''), amountFen, person, revision });
}

interface Seen {
  readonly id: string;
  readonly revision: number;
}

/** The revision that was seen is the present one, or the first. */
async function seenOf(world: World, withdrawal: Withdrawal, step: Step): Promise<Seen> {
  if (!step.odd) return withdrawal;
  return (await withdrawalOf(world.market, world.admin, withdrawal.id)) as Seen;
}

function expectDecided(answers: readonly { status: number; body: { code?: string } }[]): void {
  for (const { status, body } of answers) {
    expect([200, 409]).toContain(status);
    if (status === 409) expect(['withdrawal_changed', 'withdrawal_state']).toContain(body.code);
  }
}

export async function approve(world: World, step: Step, server: Server): Promise<void> {
  const withdrawal = pickFrom(world.withdrawals, step.pick);
  if (!withdrawal) return;
  const seen = await seenOf(world, withdrawal, step);
  expectDecided([await decide(server, world.admin, seen, 'approve')]);
}

export async function reject(world: World, step: Step, server: Server): Promise<void> {
  const withdrawal = pickFrom(world.withdrawals, step.pick);
  if (!withdrawal) return;
  const seen = await seenOf(world, withdrawal, step);
  expectDecided([await decide(server, world.admin, seen, 'reject', { reason: '不行' })]);
}

/** Two administrators at once, of whom one approves and one rejects what both have seen: at most one does. */
export async function decideTwice(world: World, step: Step): Promise<void> {
  const withdrawal = pickFrom(world.withdrawals, step.pick);
  if (!withdrawal) return;
  const seen = await seenOf(world, withdrawal, step);
  const first = world.servers[0]!;
  const answers = await Promise.all([
    decide(first, world.admin, seen, 'approve'),
    decide(world.servers.at(-1)!, world.admin, seen, 'reject'),
  ]);
  expectDecided(answers);
  expect(answers.filter(({ status }) => status === 200).length).toBeLessThanOrEqual(1);
}

const OUTCOMES = ['SUCCESS', 'FAIL', 'REFUND'] as const;

/** The payee's bank makes up its mind about a transfer that was waiting, or sends one back. */
export async function dealLater(world: World, step: Step): Promise<void> {
  const withdrawal = pickFrom(world.withdrawals, step.pick);
  if (withdrawal) await deal(world, withdrawal, step.other);
}

/** Decides about a transfer that waits; one that has succeeded comes back where `pick` says so. */
export async function deal(world: World, { outBizNo }: Withdrawal, pick: number): Promise<void> {
  const status = (await transferOf(world, outBizNo))?.status;
  const outcome = pickFrom(OUTCOMES, pick)!;
  if (status !== 'DEALING' && !(status === 'SUCCESS' && outcome === 'REFUND')) return;
  const url = `${world.market.simulator.url}/simulator/transfers/${outBizNo}/deal`;
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify({ status: outcome }) });
  // Somebody else may have dealt with it at the same moment.
  expect([200, 409]).toContain(answer.status);
}
