import { DataSource } from 'typeorm';
import { type Market, openMarket, openShop, order, paymentNotice, wallet } from '../support/alipay.js';
import { type Person, publish } from '../support/alipay.js';
import { register, registerAdmin } from '../support/app.js';
import { send } from '../support/books.js';
import { lastPostingBefore } from '../../src/wallet/statements/boundary.js';

/** This month in Beijing, `yyyy-MM`, moved by so many months. */
function month(moved = 0): string {
  const beijing = new Date(Date.now() + 8 * 3600_000);
  beijing.setUTCDate(15);
  beijing.setUTCMonth(beijing.getUTCMonth() + moved);
  return beijing.toISOString().slice(0, 7);
}

describe('a monthly statement', () => {
  let market: Market;
  let admin: Person;
  beforeAll(async () => {
    market = await openMarket();
    admin = await registerAdmin(market);
  });
  afterAll(() => market.close());

  const read = (person: Person, which: string) =>
    market.request.get(`/wallet/statements/${which}`).set(person.auth);

  async function tip(shop: Awaited<ReturnType<typeof openShop>>, money: string): Promise<string> {
    const one = await order(market, shop.reader, shop.article.id, money);
    await send(market, paymentNotice(one, { trade_no: `t${one.outTradeNo}` }));
    return one.rewardId;
  }

  /** The ledger is append-only; a test may turn back the clock all the same. */
  async function backdate(person: Person, posting: number, time: string): Promise<void> {
    await market.database.query('ALTER TABLE transfer DISABLE TRIGGER transfer_append_only');
    await market.database.query(
      `UPDATE transfer SET created_time = $3 WHERE $2 = CASE $1::uuid
         WHEN credit_owner_id THEN credit_posting WHEN debit_owner_id THEN debit_posting END`,
      [person.user.id, posting, time],
    );
    await market.database.query('ALTER TABLE transfer ENABLE TRIGGER transfer_append_only');
  }

  it('is all zeros for somebody without money', async () => {
    const person = await register(market);
    expect((await read(person, month())).body).toMatchObject({
      month: month(),
      is_final: false,
      opening_balance: '0.00',
      movements: [],
      closing_balance: '0.00',
    });
  });

  it('sums movements by kind, and closes with the balance', async () => {
    const shop = await openShop(market);
    const first = await tip(shop, '5.00');
    await tip(shop, '2.50');
    const other = await publish(market, await register(market));
    const body = { money: '1.00', article_id: other.id, type: 2 };
    await market.request.post('/payments/alipay').set(shop.author.auth).send(body);
    await market.request.get(`/rewards/${first}`).set(shop.author.auth).expect(200);
    const statement = (await read(shop.author, month())).body;
    expect(statement).toMatchObject({
      opening_balance: '0.00',
      movements: [
        { kind: 'reward', direction: 'in', count: 2, amount: '7.50', fee: '0.00' },
        { kind: 'balance_reward', direction: 'out', count: 1, amount: '-1.00', fee: '0.00' },
      ],
      total_in: '7.50',
      total_out: '-1.00',
      closing_balance: '6.50',
    });
    expect(statement.closing_balance).toBe((await wallet(market, shop.author)).balance);
  });

  it('opens with what the month before closed with, at midnight in Beijing', async () => {
    const shop = await openShop(market);
    for (const money of ['1.00', '2.00', '4.00', '8.00']) await tip(shop, money);
    const [before, last] = [month(-2), month(-1)];
    await backdate(shop.author, 1, `${before}-10T00:00:00+08:00`);
    await backdate(shop.author, 2, `${last}-01T00:00:00+08:00`);
    await backdate(shop.author, 3, `${month()}-01T00:00:00+08:00`);
    const closings = [];
    for (const which of [month(-3), before, last, month()]) {
      const { body } = await read(shop.author, which);
      closings.push([body.opening_balance, body.closing_balance, body.is_final]);
    }
    expect(closings).toEqual([
      ['0.00', '0.00', true],
      ['0.00', '1.00', true],
      ['1.00', '3.00', true],
      ['3.00', '15.00', false],
    ]);
  });

  it('gives every posting to one month, also where times are out of order around its end', async () => {
    const shop = await openShop(market);
    for (let i = 0; i < 12; i++) await tip(shop, '0.01');
    const end = Date.parse(`${month()}-01T00:00:00+08:00`);
    const seconds = [-9000, -700, -30, -5, 20, -1, 40, 0, -20, 60, 700, 9000];
    for (const [i, offset] of seconds.entries()) {
      await backdate(shop.author, i + 1, new Date(end + offset * 1000).toISOString());
    }
    // The ninth is the last that began before midnight.
    expect((await read(shop.author, month(-1))).body.closing_balance).toBe('0.09');
    expect((await read(shop.author, month())).body).toMatchObject({
      opening_balance: '0.09',
      closing_balance: '0.12',
    });
  });

  it('finds the boundary of any history in a few look-ups', async () => {
    const shop = await openShop(market);
    for (let i = 1; i <= 9; i++) {
      await tip(shop, '0.01');
      await backdate(shop.author, i, `2025-0${i}-01T12:00:00+08:00`);
    }
    const dataSource = market.app.get(DataSource);
    for (let i = 1; i <= 9; i++) {
      const time = new Date(`2025-0${i}-15T00:00:00+08:00`);
      expect(await lastPostingBefore(dataSource, shop.author.user.id, time)).toBe(BigInt(i));
    }
    expect(await lastPostingBefore(dataSource, admin.user.id, new Date())).toBe(0n);
  });

  it.each(['2026-13', '2026-00', '202611', '2026-1', 'x', '2026-11-01', '9999-12', '1999-01'])(
    'refuses the month %s',
    async (which) => {
      const answer = await read(admin, which);
      expect([answer.status, answer.body.errors[0].field]).toEqual([400, 'month']);
    },
  );

  it('is nobody else’s business', async () => {
    expect((await market.request.get(`/wallet/statements/${month()}`)).status).toBe(401);
  });
});
