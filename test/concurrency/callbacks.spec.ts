import {
  type Market,
  notify,
  openMarket,
  openShop,
  order,
  payAtCashier,
  paymentNotice,
} from '../support/alipay.js';
import { type Person, wallet } from '../support/alipay.js';
import { createTestApp, registerAdmin, type TestApp } from '../support/app.js';
import { callbacksOf, checkLedger, comeBack, storyOf, SUCCESS } from '../support/books.js';

describe('callbacks that arrive at the same time, at two instances on one database', () => {
  let market: Market;
  let second: TestApp;
  let admin: Person;
  beforeAll(async () => {
    market = await openMarket();
    second = await createTestApp({ alipay: market.config.alipay, auth: market.config.auth }, market.database);
    admin = await registerAdmin(market);
  });
  beforeEach(() => {
    market.simulator.faults.reset();
  });
  afterAll(async () => {
    await second.close();
    await market.close();
  });

  const instance = (i: number): TestApp => (i % 2 ? second : market);

  it('200 notifications and returns of one order are one credit', async () => {
    // Only the messages below tell of the payment.
    market.simulator.faults.set({ notifications: { never: true } });
    const { author, reader, article } = await openShop(market);
    const tip = await order(market, reader, article.id, '5.00');
    const returned = new URL(await payAtCashier(market, tip)).search.slice(1);
    const trade_no = new URLSearchParams(returned).get('trade_no')!;
    const same = market.sign(paymentNotice(tip, { trade_no }));

    const answers = await Promise.all(
      Array.from({ length: 200 }, async (_, i) => {
        const app = instance(i);
        if (i % 5 === 0) return (await comeBack(app, returned)).status;
        const other = paymentNotice(tip, {
          trade_no,
          notify_id: `n${i}`,
          trade_status: i % 3 ? 'TRADE_SUCCESS' : 'TRADE_FINISHED',
        });
        const answer = await notify(app, i % 2 ? same : market.sign(other));
        expect(answer).toEqual(SUCCESS);
        return answer.status;
      }),
    );
    expect(new Set(answers)).toEqual(new Set([200]));
    expect(await wallet(market, author)).toMatchObject({ balance: '5.00', earned_total: '5.00' });
    expect(await storyOf(market, admin, tip.rewardId)).toEqual(['created', 'paid']);
    const kept = await callbacksOf(market, admin, tip.outTradeNo);
    expect(kept.filter(({ source, outcome }) => source !== 'return' && outcome === 'settled')).toHaveLength(
      1,
    );
    const times = kept
      .filter(({ source }) => source !== 'query')
      .reduce((sum, callback) => sum + callback.times, 0);
    expect(times).toBe(200);
    expect(await checkLedger(market, admin)).toMatchObject({ balanced: true, differences: [] });
  });

  it('two payments of one order, 100 times, are one credit and one amount in suspense', async () => {
    const { author, reader, article } = await openShop(market);
    const tip = await order(market, reader, article.id, '5.00');
    const bodies = ['t1', 't2'].map((trade_no) => market.sign(paymentNotice(tip, { trade_no })));
    const answers = await Promise.all(
      Array.from({ length: 100 }, (_, i) => notify(instance(i >> 1), bodies[i % 2]!)),
    );
    expect(new Set(answers.map(({ text }) => text))).toEqual(new Set(['success']));
    expect(await wallet(market, author)).toMatchObject({ balance: '5.00' });
    expect(await storyOf(market, admin, tip.rewardId)).toEqual(['created', 'paid', 'second_payment']);
    expect(await checkLedger(market, admin)).toMatchObject({ balanced: true, differences: [] });
  });

  it('payment, closing and refunds of one order, 120 times, end in one refunded reward', async () => {
    const { author, reader, article } = await openShop(market);
    const tip = await order(market, reader, article.id, '5.00');
    await payAtCashier(market, tip);
    const query = await fetch(`${market.simulator.url}/simulator/trades/${tip.outTradeNo}`);
    const { trade_no } = (await query.json()) as { trade_no: string };
    const closed = { trade_status: 'TRADE_CLOSED', gmt_payment: undefined };
    const bodies = [
      {},
      closed,
      { refund_fee: '2.00', out_biz_no: 'r1' },
      { refund_fee: '5.00', out_biz_no: 'r2', trade_status: 'TRADE_CLOSED' },
    ].map((changes) => market.sign(paymentNotice(tip, { trade_no, ...changes })));
    const answers = await Promise.all(
      Array.from({ length: 120 }, (_, i) => notify(instance(i >> 2), bodies[i % 4]!)),
    );
    expect(new Set(answers.map(({ text }) => text))).toEqual(new Set(['success']));
    const reward = await market.request.get(`/rewards/${tip.rewardId}`).set(reader.auth);
    expect(reward.body).toMatchObject({ status: 'refunded', refunded_money: '5.00' });
    expect(await wallet(market, author)).toMatchObject({
      balance: '0.00',
      debt: '0.00',
      earned_total: '0.00',
    });
    expect(await checkLedger(market, admin)).toMatchObject({ balanced: true, differences: [] });
  });

  it('50 orders of one author, 8 notifications each, are 50 credits', async () => {
    const { author, reader, article } = await openShop(market);
    const tips = await Promise.all(
      Array.from({ length: 50 }, () => order(market, reader, article.id, '0.29')),
    );
    const bodies = tips.flatMap((tip) =>
      Array.from({ length: 8 }, (_, i) =>
        market.sign(paymentNotice(tip, { trade_no: `t${tip.outTradeNo}`, notify_id: `n${i % 3}` })),
      ),
    );
    const shuffled = bodies.map((body, i) => ({ body, place: (i * 7919) % bodies.length }));
    shuffled.sort((a, b) => a.place - b.place);
    const answers = await Promise.all(shuffled.map(({ body }, i) => notify(instance(i), body)));
    expect(new Set(answers.map(({ text }) => text))).toEqual(new Set(['success']));
    expect(await wallet(market, author)).toMatchObject({ balance: '14.50', earned_total: '14.50' });
    const shown = await market.request.get(`/articles/${article.id}`);
    expect(shown.body.reward_count).toBe(50);
    expect(await checkLedger(market, admin)).toMatchObject({ balanced: true, differences: [] });
  });

  it('a bad order in the crowd does not fail its neighbours', async () => {
    const { author, reader, article } = await openShop(market);
    const tips = await Promise.all(
      Array.from({ length: 20 }, () => order(market, reader, article.id, '1.00')),
    );
    const [poisoned] = tips;
    // The database refuses to credit this one.
    await market.database.query(
      `CREATE FUNCTION refuse_one() RETURNS trigger LANGUAGE plpgsql AS
       $$ BEGIN IF NEW.reward_id = '${poisoned!.rewardId}' THEN RAISE EXCEPTION 'no'; END IF; RETURN NEW; END $$`,
    );
    await market.database.query(
      'CREATE TRIGGER poison BEFORE INSERT ON transfer FOR EACH ROW EXECUTE FUNCTION refuse_one()',
    );
    const bodies = tips.map((tip) => market.sign(paymentNotice(tip, { trade_no: `t${tip.outTradeNo}` })));
    const answers = await Promise.all(bodies.map((body, i) => notify(instance(i), body)));
    expect(answers.map(({ status }) => status)).toEqual([500, ...Array.from({ length: 19 }, () => 200)]);
    expect(await wallet(market, author)).toMatchObject({ balance: '19.00' });
    await market.database.query('DROP TRIGGER poison ON transfer');
    expect(await notify(market, bodies[0]!)).toEqual(SUCCESS);
    expect(await wallet(market, author)).toMatchObject({ balance: '20.00' });
    expect(await checkLedger(market, admin)).toMatchObject({ balanced: true, differences: [] });
  });

  it('many authors at once, in opposite orders, are all credited', async () => {
    const { reader } = await openShop(market);
    const shops = await Promise.all(Array.from({ length: 8 }, () => openShop(market)));
    const tips = await Promise.all(
      shops.flatMap(({ article }) => [0, 1, 2].map(() => order(market, reader, article.id, '1.00'))),
    );
    const bodies = tips.map((tip) => market.sign(paymentNotice(tip, { trade_no: `t${tip.outTradeNo}` })));
    const answers = await Promise.all([
      ...bodies.map((body) => notify(market, body)),
      ...[...bodies].reverse().map((body) => notify(second, body)),
    ]);
    expect(new Set(answers.map(({ text }) => text))).toEqual(new Set(['success']));
    for (const { author } of shops) expect(await wallet(market, author)).toMatchObject({ balance: '3.00' });
    expect(await checkLedger(market, admin)).toMatchObject({ balanced: true, differences: [] });
  });
});
