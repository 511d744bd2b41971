import { randomUUID } from 'node:crypto';
import { DataSource } from 'typeorm';
import { uuidv7 } from 'uuidv7';
import { type NewReward, OrderWriter } from '../../src/payments/create-order.js';
import type { Proof } from '../../src/payments/proof.js';
import { Settlement } from '../../src/payments/settle.js';
import {
  type Market,
  type Person,
  notify,
  openMarket,
  openShop,
  order,
  paymentNotice,
} from '../support/alipay.js';
import { registerAdmin } from '../support/app.js';
import { expectBalanced, SUCCESS } from '../support/books.js';

let market: Market;
let admin: Person;
beforeAll(async () => {
  market = await openMarket();
  admin = await registerAdmin(market);
});
afterAll(() => market.close());

/** Holds a table against every writer while `work` runs. */
async function whileLocked(table: string, work: () => Promise<void>): Promise<void> {
  const runner = market.app.get(DataSource).createQueryRunner();
  try {
    await runner.startTransaction();
    await runner.query(`LOCK TABLE ${table} IN EXCLUSIVE MODE`);
    await work();
  } finally {
    await runner.rollbackTransaction();
    await runner.release();
  }
}

type Shop = Awaited<ReturnType<typeof openShop>>;

/** Pending orders of one shop, written at once. @returns their numbers */
async function pendingOrders({ author, reader, article }: Shop, count: number): Promise<string[]> {
  const rows = await market.database.query(
    `INSERT INTO reward (id, out_trade_no, reader_id, author_id, article_id, amount_fen, channel, status, subject,
       created_time, expires_time)
     SELECT gen_random_uuid(), 'o' || replace(gen_random_uuid()::text, '-', ''), $1, $2, $3, 100, 'alipay', 'pending',
       '打赏', now(), now() + interval '1 hour'
     FROM generate_series(1, $4::int) RETURNING out_trade_no`,
    [reader.user.id, author.user.id, article.id, count],
  );
  return rows.map(({ out_trade_no }) => out_trade_no as string);
}

function proofOf(outTradeNo: string): Proof {
  const tradeNo = `t${outTradeNo}`;
  return {
    source: 'notify',
    receivedTime: new Date(),
    raw: { params: { out_trade_no: outTradeNo, trade_no: tradeNo }, digest: Buffer.alloc(16) },
    message: {
      ...{ outTradeNo, tradeNo, amountFen: 100n, state: 'paid', refundedFen: 0n },
      ...{ refundRequestNo: undefined, stranger: undefined },
    },
  };
}

describe('past a limit newcomers are turned away, and those who wait are served', () => {
  it('new orders: 2,200 wait while the database does, the others hear `overloaded` at once', async () => {
    const { author, reader, article } = await openShop(market);
    const orders = new OrderWriter(market.app.get(DataSource));
    const newReward = (): NewReward => ({
      ...{ id: uuidv7(), outTradeNo: randomUUID().replaceAll('-', ''), readerId: reader.user.id },
      ...{ authorId: author.user.id, articleId: article.id, amountFen: 100n, subject: '打赏', message: '' },
      ...{ anonymous: false, hideAmount: false },
      ...{ createdTime: new Date(), expiresTime: new Date(), nextCheckTime: null, feeRate: 0n, feeFen: 0n },
    });
    const outcomes: Promise<unknown>[] = [];
    await whileLocked('reward', async () => {
      outcomes.push(orders.write(newReward(), undefined));
      // The first one is under way, alone.
      await new Promise(setImmediate);
      const refusals = Array.from({ length: 2300 }, () => orders.write(newReward(), undefined)).map(
        (written) => {
          const refused = written.then(
            () => undefined,
            (error: unknown) => error,
          );
          outcomes.push(refused);
          return refused;
        },
      );
      expect(await Promise.all(refusals.slice(2000))).toEqual(
        Array.from({ length: 300 }, () =>
          expect.objectContaining({ code: 'overloaded', retryAfterSeconds: 1 }),
        ),
      );
    });
    await Promise.all(outcomes);
    const [written] = await market.database.query(
      'SELECT count(*)::int AS n FROM reward WHERE article_id = $1',
      [article.id],
    );
    expect(written).toEqual({ n: 2001 });
  });

  it('notifications: the surplus is answered 503 `fail` with Retry-After, and `success` when sent again', async () => {
    const shop = await openShop(market);
    const tip = await order(market, shop.reader, shop.article.id, '1.00');
    const numbers = await pendingOrders(shop, 4001);
    const settlement = market.app.get(Settlement, { strict: false });
    const body = market.sign(paymentNotice(tip));
    const waiting: Promise<unknown>[] = [];
    await whileLocked('account', async () => {
      waiting.push(settlement.settle(proofOf(numbers[0]!)));
      await new Promise(setImmediate);
      waiting.push(...numbers.slice(1).map((number) => settlement.settle(proofOf(number))));
      const refused = await fetch(`${market.url}/payments/alipay/result`, { method: 'POST', body });
      expect([refused.status, refused.headers.get('retry-after'), await refused.text()]).toEqual([
        503,
        '1',
        'fail',
      ]);
    });
    expect(new Set(await Promise.all(waiting))).toEqual(new Set(['settled']));
    expect(await notify(market, body)).toEqual(SUCCESS);
    await expectBalanced(market, admin);
  });
});

describe('one author is hot', () => {
  it('and others are served in turn: none waits for more than what came before them and one batch', async () => {
    const hot = await openShop(market);
    const quiet = await Promise.all([1, 2, 3].map(() => openShop(market)));
    const rush = await pendingOrders(hot, 1500);
    const few = (await Promise.all(quiet.map((shop) => pendingOrders(shop, 3)))).flat();
    const inOrder = [...rush.slice(0, 700), ...few, ...rush.slice(700)];
    const settlement = market.app.get(Settlement, { strict: false });
    const done: string[] = [];
    const outcomes = inOrder.map(async (number) => {
      const outcome = await settlement.settle(proofOf(number));
      done.push(number);
      return outcome;
    });
    expect(new Set(await Promise.all(outcomes))).toEqual(new Set(['settled']));
    const lastQuiet = Math.max(...few.map((number) => done.indexOf(number)));
    expect(lastQuiet).toBeLessThan(700 + few.length + 256);
    await expectBalanced(market, admin);
  });
});
