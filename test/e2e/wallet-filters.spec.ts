import { parse } from 'csv-parse/sync';
import { type Market, openMarket, openShop, order, paymentNotice, type Person } from '../support/alipay.js';
import { register, registerAdmin } from '../support/app.js';
import { expectBalanced, send } from '../support/books.js';

interface Item {
  kind: string;
  amount: string;
  id: string;
}

describe('a wallet’s history', () => {
  let market: Market;
  let admin: Person;
  let author: Person;
  let shop: Awaited<ReturnType<typeof openShop>>;
  beforeAll(async () => {
    market = await openMarket({ withdrawals: { holdDays: 0, minFen: 100n } });
    admin = await registerAdmin(market);
    shop = await openShop(market);
    ({ author } = shop);
    await fill();
  });
  afterAll(() => market.close());

  async function pay(money: string, refunded?: string): Promise<void> {
    const tip = await order(market, shop.reader, shop.article.id, money);
    const notice = paymentNotice(tip, { trade_no: `t${tip.outTradeNo}` });
    await send(market, notice);
    if (refunded) await send(market, { ...notice, refund_fee: refunded, out_biz_no: 'r' });
  }

  const spend = async (money: string): Promise<string> => {
    const { article } = await openShop(market);
    const body = { money, article_id: article.id, type: 2 };
    const { headers } = await market.request.post('/payments/alipay').set(author.auth).send(body).expect(201);
    return headers.location!.replace('/rewards/', '');
  };

  /** A movement of each kind, oldest first; the author ends with 3.00. */
  async function fill(): Promise<void> {
    await pay('10.00');
    await pay('4.00', '1.00');
    const given = await spend('2.00');
    const back = { money: '0.50', reason: 'x' };
    await market.request.post(`/admin/rewards/${given}/refunds`).set(admin.auth).send(back).expect(201);
    const out = { amount: '5.00', account: 'a@b.cn', name: '张三' };
    const { body } = await market.request.post('/wallet/withdrawals').set(author.auth).send(out).expect(201);
    await market.request
      .post(`/admin/withdrawals/${body.id as string}/reject`)
      .set(admin.auth)
      .send({ revision: body.revision })
      .expect(200);
    await pay('3.00', '3.00');
    await spend('8.50');
  }

  const list = async (query: Record<string, unknown>, by: Person = author): Promise<Item[]> => {
    const items: Item[] = [];
    let cursor: string | null = null;
    do {
      const response = await market.request
        .get('/wallet/transactions')
        .query({ limit: 2, ...query, ...(cursor !== null && { cursor }) })
        .set(by.auth);
      expect(response.status).toBe(200);
      items.push(...(response.body.items as Item[]));
      cursor = response.body.next_cursor as string | null;
    } while (cursor !== null);
    return items;
  };
  const amounts = async (query: Record<string, unknown>) => (await list(query)).map(({ amount }) => amount);

  it.each<[Record<string, string>, string[]]>([
    [{}, ['-8.50', '-3.00', '3.00', '5.00', '-5.00', '0.50', '-2.00', '-1.00', '4.00', '10.00']],
    [{ direction: 'in' }, ['3.00', '5.00', '0.50', '4.00', '10.00']],
    [{ direction: 'out' }, ['-8.50', '-3.00', '-5.00', '-2.00', '-1.00']],
    [{ kind: 'tips' }, ['-8.50', '3.00', '-2.00', '4.00', '10.00']],
    [{ kind: 'tips', direction: 'out' }, ['-8.50', '-2.00']],
    [{ kind: 'refunds' }, ['-3.00', '0.50', '-1.00']],
    [{ kind: 'refunds', direction: 'in' }, ['0.50']],
    [{ kind: 'withdrawals' }, ['5.00', '-5.00']],
    [{ kind: 'withdrawals', direction: 'out' }, ['-5.00']],
  ])('with %j has these, newest first, each once, in pages', async (query, expected) => {
    expect(await amounts(query)).toEqual(expected);
    expect(new Set((await list(query)).map(({ id }) => id)).size).toBe(expected.length);
  });

  it.each([{}, { kind: 'refunds' }, { direction: 'out' }, { kind: 'tips', direction: 'in' }])(
    'is the same as a table, with %j',
    async (query) => {
      const path = `/wallet/transactions.csv?${new URLSearchParams(query).toString()}`;
      const response = await fetch(`${market.url}${path}`, { headers: author.auth });
      const rows = parse(Buffer.from(await response.arrayBuffer()), { bom: true }).slice(1);
      expect(rows.map((row) => row[2])).toEqual(await amounts(query));
    },
  );

  describe('between two times', () => {
    const days = ['2026-03-01', '2026-03-02', '2026-03-03', '2026-03-04', '2026-03-05'];
    beforeAll(async () => {
      // Two movements a day, the first at the day's first moment in Beijing.
      await market.database.query('ALTER TABLE transfer DISABLE TRIGGER transfer_append_only');
      await market.database.query(
        `UPDATE transfer SET created_time = '2026-03-01T00:00:00+08:00'::timestamptz
           + (own.posting - 1) * interval '12 hours'
         FROM (SELECT t.id, CASE WHEN t.credit_account_id = a.id THEN credit_posting ELSE debit_posting END AS posting
           FROM transfer t JOIN account a ON a.owner_id = $1 AND a.kind = 'available'
             AND a.id IN (t.credit_account_id, t.debit_account_id)) AS own
         WHERE own.id = transfer.id`,
        [author.user.id],
      );
      await market.database.query('ALTER TABLE transfer ENABLE TRIGGER transfer_append_only');
    });

    it.each<[Record<string, string>, string[]]>([
      [{ from: days[3]!, to: days[4]! }, ['3.00', '5.00']],
      [{ from: '2026-03-05T12:00:00+08:00' }, ['-8.50']],
      [{ from: '2026-03-05T12:00:00.001+08:00' }, []],
      [{ to: days[1]! }, ['4.00', '10.00']],
      [{ to: days[0]! }, []],
      [{ to: days[0]!, from: days[2]! }, []],
      [{ from: days[1]!, to: days[4]!, kind: 'refunds' }, ['0.50', '-1.00']],
      [{ from: days[2]!, kind: 'refunds', direction: 'out' }, ['-3.00']],
      [{ from: '2026-02-28T16:00:00Z', to: '2026-02-28T16:00:01Z' }, ['10.00']],
    ])('%j has these', async (query, expected) => {
      const found = await amounts(query);
      expect(found).toEqual(expected);
      const path = `/wallet/transactions.csv?${new URLSearchParams(query).toString()}`;
      const response = await fetch(`${market.url}${path}`, { headers: author.auth });
      const rows = parse(Buffer.from(await response.arrayBuffer()), { bom: true }).slice(1);
      expect(rows.map((row) => row[2])).toEqual(found);
    });
  });

  it('of somebody without money has nothing of any kind', async () => {
    const person = await register(market);
    for (const query of [{ kind: 'tips' }, { kind: 'refunds', from: '2026-01-01' }, { direction: 'in' }]) {
      expect(await list(query, person)).toEqual([]);
    }
  });

  it.each([
    'direction=both',
    'direction=',
    'kind=fees',
    'kind=tips,refunds',
    'kind=tips&kind=refunds',
    'from=yesterday',
    'to=2026-02-30',
    'from=2026-01-01T00:00:00',
    'limit=0',
    'cursor=x',
  ])('refuses %s', async (query) => {
    const { status, body } = await market.request.get(`/wallet/transactions?${query}`).set(author.auth);
    expect([status, body.code]).toEqual([400, 'invalid_input']);
  });

  it.each(['direction=both', 'kind=fees', 'from=yesterday'])('refuses the table with %s', async (query) => {
    const { status } = await market.request.get(`/wallet/transactions.csv?${query}`).set(author.auth);
    expect(status).toBe(400);
  });

  it('balances', () => expectBalanced(market, admin));
});

describe('what somebody earned by day', () => {
  let market: Market;
  let person: Person;
  beforeAll(async () => {
    market = await openMarket();
    person = await register(market);
    await market.database.query(
      `INSERT INTO daily_earning (owner_id, day, amount_fen)
       VALUES ($1, '2026-02-27', 500), ($1, '2026-03-01', 150), ($1, '2026-03-02', 0), ($1, '2026-03-04', 99)`,
      [person.user.id],
    );
  });
  afterAll(() => market.close());

  const earnings = (query: string, by: Person = person) =>
    market.request.get(`/wallet/earnings?${query}`).set(by.auth);

  it('is one amount for each day, oldest first, zeros included', async () => {
    const { body } = await earnings('from=2026-02-27&to=2026-03-03');
    expect(body).toEqual({
      items: [
        { day: '2026-02-27', amount: '5.00' },
        { day: '2026-02-28', amount: '0.00' },
        { day: '2026-03-01', amount: '1.50' },
        { day: '2026-03-02', amount: '0.00' },
        { day: '2026-03-03', amount: '0.00' },
      ],
    });
    expect((await earnings('from=2026-03-04&to=2026-03-04')).body.items).toEqual([
      { day: '2026-03-04', amount: '0.99' },
    ]);
  });

  it('is of the last thirty days where none are named, today included', async () => {
    const shop = await openShop(market);
    const tip = await order(market, shop.reader, shop.article.id, '5.00');
    await send(market, paymentNotice(tip));
    const { body } = await earnings('', shop.author);
    expect(body.items).toHaveLength(30);
    const today = new Date(Date.now() + 8 * 3600_000).toISOString().slice(0, 10);
    expect(body.items.at(-1)).toEqual({ day: today, amount: '5.00' });
    expect((await earnings('to=2026-03-01')).body.items[0].day).toBe('2026-01-31');
  });

  it('is nobody else’s', async () => {
    const { body } = await earnings('from=2026-02-27&to=2026-02-27', await register(market));
    expect(body.items).toEqual([{ day: '2026-02-27', amount: '0.00' }]);
    expect((await market.request.get('/wallet/earnings')).status).toBe(401);
  });

  it('may be asked for 366 days and no more', async () => {
    expect((await earnings('from=2025-03-02&to=2026-03-02')).body.items).toHaveLength(366);
    const { status, body } = await earnings('from=2025-03-01&to=2026-03-02');
    expect([status, body.code, body.errors[0].field]).toEqual([400, 'invalid_input', 'from']);
  });

  it.each([
    'from=2026-03-02&to=2026-03-01',
    'from=2026-02-30',
    'from=0001-01-01',
    'to=2026-03-01T00:00:00Z',
    'from=2026-3-1',
    'from=&to=',
    'from=2026-01-01&from=2026-01-02',
  ])('refuses %s', async (query) => {
    const { status, body } = await earnings(query);
    expect([status, body.code]).toEqual([400, 'invalid_input']);
  });
});
