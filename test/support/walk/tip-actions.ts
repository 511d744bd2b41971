import { randomUUID } from 'node:crypto';
import type { Person } from '../alipay.js';
import type { Step } from './steps.js';
import { type Server, type Tip, type World, type Writer, pickFrom, yuan } from './world.js';

/** A tip by Alipay; given several servers, the same request reaches all of them at once, with one Idempotency-Key. */
export async function tipByAlipay(world: World, step: Step, servers: readonly Server[]): Promise<void> {
  const { reader, writer } = choose(world, step, world.people);
  const key = randomUUID();
  const body = { money: yuan(step.fen), article_id: writer.articleId, message: '=1+1' };
  const answers = await Promise.all(
    servers.map(({ request }) =>
      request.post('/payments/alipay').set(reader.auth).set('Idempotency-Key', key).send(body),
    ),
  );
  for (const { status } of answers) expect(status).toBe(201);
  const ids = new Set(answers.map(({ headers }) => rewardIdOf(headers)));
  expect(ids.size).toBe(1);
  const payUrl = answers[0]!.body as string;
  const bizContent = JSON.parse(new URL(payUrl).searchParams.get('biz_content')!) as Record<string, string>;
  world.tips.push({
    ...newTip(step.fen, reader, writer, 'alipay'),
    rewardId: [...ids][0]!,
    payUrl,
    bizContent,
    outTradeNo: bizContent.out_trade_no!,
  });
}

/** A tip from balance: 201 or, where there is too little, 409; the model follows the answer. */
export async function tipFromBalance(world: World, step: Step, server: Server): Promise<void> {
  const people = world.writers.map(({ person }) => person);
  const { reader, writer } = choose(world, step, people);
  const body = { money: yuan(step.fen), article_id: writer.articleId, type: 2 };
  const answer = await server.request.post('/payments/alipay').set(reader.auth).send(body);
  expect([201, 409]).toContain(answer.status);
  if (answer.status === 409) return;
  const rewardId = rewardIdOf(answer.headers);
  world.tips.push({ ...newTip(step.fen, reader, writer, 'balance'), rewardId });
}

/** Nobody tips their own article. */
function choose({ writers }: World, { pick, other }: Step, people: readonly Person[]) {
  const writer = pickFrom(writers, pick)!;
  const others = people.filter((person) => person !== writer.person);
  return { writer, reader: pickFrom(others, other)! };
}

function rewardIdOf(headers: Record<string, string>): string {
  return headers.location!.replace('/rewards/', '');
}

function newTip(amountFen: bigint, reader: Person, writer: Writer, channel: Tip['channel']): Tip {
  return {
    rewardId: '',
    outTradeNo: '',
    payUrl: '',
    bizContent: {},
    channel,
    amountFen,
    reader,
    author: writer.person,
    articleId: writer.articleId,
    cashier: channel === 'balance' ? 'paid' : 'closed',
    expired: false,
    unnumbered: false,
    returnUrl: undefined,
    refundedFen: 0n,
  };
}
