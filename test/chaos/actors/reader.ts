import type { Dice } from '../dice.js';
import { yuan } from '../../support/walk/world.js';
import type { Person } from '../world/people.js';
import { ask, fulfil, fulfilEverywhere } from '../world/wish.js';
import { type Tip, type World, count } from '../world/world.js';

/** What a reader does next, and how often. */
const WEIGHTS = { tip: 10, tipFromBalance: 5, payLater: 3, comeBack: 3 };

/** One thing that a reader does. */
export async function readerActs(world: World, reader: Person, dice: Dice): Promise<void> {
  const what = dice.weighted(WEIGHTS);
  if (what === 'tip') await tip(world, reader, dice);
  else if (what === 'tipFromBalance') await order(world, reader, dice, 'balance');
  else {
    const mine = world.tips.filter((one) => one.reader === reader && one.payUrl !== '');
    const one = dice.pickAny(mine.filter(({ paid }) => paid === (what === 'comeBack')).slice(-20));
    if (one && what === 'payLater') await pay(world, one);
    else if (one) await comeBack(world, one, dice);
  }
}

async function tip(world: World, reader: Person, dice: Dice): Promise<void> {
  const made = await order(world, reader, dice, 'alipay');
  // Some never pay, some pay later.
  if (!made || dice.chance(0.25)) return;
  await pay(world, made);
  if (made.paid && dice.chance(0.5)) await comeBack(world, made, dice);
}

/** @returns the tip, where it is known to be made */
async function order(
  world: World,
  reader: Person,
  dice: Dice,
  channel: Tip['channel'],
): Promise<Tip | undefined> {
  const author = dice.pick(world.authors.filter(({ id }) => id !== reader.id));
  const amountFen = BigInt(dice.chance(0.3) ? dice.between(1, 9) : dice.between(10, 3000));
  const key = `tip-${world.tips.length + 1}`;
  const money = yuan(amountFen);
  const wish = {
    person: reader,
    path: '/payments/alipay',
    key,
    body: { money, article_id: author.articleId, message: key, type: channel === 'alipay' ? 1 : 2 },
    refusals: ['insufficient_balance'],
  };
  const made: Tip = {
    ...{ wish, reader, author, channel, amountFen },
    ...{ payUrl: '', outTradeNo: '', paid: false, returnUrl: undefined },
  };
  world.tips.push(made);
  const complain = (complaint: string) => world.complaints.push(complaint);
  const { servers } = world.stage;
  const answered = dice.chance(0.1)
    ? await fulfilEverywhere(wish, servers, complain)
    : await fulfil(wish, servers, dice, complain);
  count(world, channel === 'alipay' ? 'orders' : 'tips from balance');
  if (!answered || made.wish.id === undefined) return undefined;
  learnPayUrl(made);
  return made;
}

/** The address to pay at; empty where the order is over already. */
export function learnPayUrl(tip: Tip): void {
  const body: unknown = tip.wish.answer?.body;
  if (typeof body !== 'string' || body === '') return;
  tip.payUrl = body;
  const content = new URL(body).searchParams.get('biz_content') ?? '{}';
  tip.outTradeNo = (JSON.parse(content) as { out_trade_no: string }).out_trade_no;
}

/** Opens the cashier and pays, where nothing is in the way. */
async function pay(world: World, tip: Tip): Promise<void> {
  const page = await fetch(tip.payUrl, { signal: AbortSignal.timeout(5_000) }).catch(() => undefined);
  if (!(await page?.text().catch(() => ''))) return;
  const answer = await world.stage.gateway.control('POST', `/trades/${tip.outTradeNo}/pay`);
  if (!answer) return;
  tip.paid = true;
  tip.returnUrl = (answer.return_url as string | null) ?? undefined;
  count(world, 'payments');
}

/** The browser brings the signed return back, now and then twice at once, to any server. */
async function comeBack(world: World, { returnUrl, outTradeNo }: Tip, dice: Dice): Promise<void> {
  if (returnUrl === undefined) return;
  const path = `/payments/alipay/result${new URL(returnUrl).search}`;
  const times = dice.between(1, 2);
  const servers = Array.from({ length: times }, () => dice.pick(world.stage.servers));
  const answers = await Promise.all(servers.map((server) => ask(server, undefined, { path })));
  count(world, 'returns', times);
  for (const answer of answers) {
    if (answer && ![200, 202].includes(answer.status)) {
      world.complaints.push(`the genuine return of ${outTradeNo} was answered ${answer.status}`);
    }
  }
}
