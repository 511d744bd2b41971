import { get } from 'node:http';
import { parse } from 'csv-parse/sync';
import { DataSource } from 'typeorm';
import { type Market, type Person, openMarket, openShop, paymentNotice, until } from '../support/alipay.js';
import { register, registerAdmin } from '../support/app.js';
import { send } from '../support/books.js';
import { TransactionExport } from '../../src/wallet/transaction-export.js';

describe('tables to download', () => {
  let market: Market;
  let admin: Person;
  let shop: Awaited<ReturnType<typeof openShop>>;
  let rewardId: string;
  beforeAll(async () => {
    market = await openMarket();
    admin = await registerAdmin(market);
    shop = await openShop(market, { title: '=cmd|"/c calc"!A0' });
    const body = { money: '5.00', article_id: shop.article.id, message: '@SUM(1,2)\n第二行' };
    const answer = await market.request.post('/payments/alipay').set(shop.reader.auth).send(body);
    const content = new URL(answer.body as string).searchParams.get('biz_content')!;
    const bizContent = JSON.parse(content) as Record<string, string>;
    await send(market, paymentNotice({ outTradeNo: bizContent.out_trade_no!, bizContent }));
    rewardId = answer.headers.location!.replace('/rewards/', '');
  });
  afterAll(() => market.close());

  async function table(person: Person, path: string, language = 'zh-CN') {
    const headers = { ...person.auth, 'accept-language': language };
    const response = await fetch(`${market.url}${path}`, { headers });
    const bytes = Buffer.from(await response.arrayBuffer());
    return { response, bytes, rows: parse(bytes, { bom: true, relaxColumnCount: false }) };
  }

  it('have a byte order mark, CR LF, a name, and a header in the language asked for', async () => {
    const { response, bytes, rows } = await table(shop.reader, '/rewards.csv');
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(response.headers.get('content-disposition')).toMatch(
      /^attachment; filename="rewards-\d{8}\.csv"; filename\*=UTF-8''%E6%89%93%E8%B5%8F/,
    );
    expect(bytes.subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]));
    expect(bytes.toString('utf8').endsWith('\r\n')).toBe(true);
    expect(rows[0]).toContain('订单号');
    expect((await table(shop.reader, '/rewards.csv', 'en')).rows[0]).toContain('Order');
  });

  it('disarm what would be a formula and leave amounts alone', async () => {
    const { rows } = await table(shop.reader, '/rewards.csv');
    expect(rows).toHaveLength(2);
    expect(rows[1]).toEqual(expect.arrayContaining(["'@SUM(1,2)\n第二行", '\'=cmd|"/c calc"!A0', '5.00']));
  });

  it('hold one’s own tips by role, and all of them for an administrator with the list’s filters', async () => {
    const ids = async (person: Person, path: string) =>
      (await table(person, path)).rows.slice(1).map((row) => row.at(-1));
    expect(await ids(shop.reader, '/rewards.csv?role=received')).toEqual([]);
    expect(await ids(shop.author, '/rewards.csv?role=received')).toEqual([rewardId]);
    expect(await ids(admin, `/admin/rewards.csv?author=${shop.author.user.username}`)).toEqual([rewardId]);
    expect(await ids(admin, '/admin/rewards.csv?status=refunded')).toEqual([]);
    expect(await ids(admin, '/admin/rewards.csv?user=nobody_at_all')).toEqual([]);
  });

  it('hold every tip once, newest first, also where they are more than one page', async () => {
    const tips = 2001;
    const [reader, { author, article }] = [await register(market), await openShop(market)];
    await market.database.query(
      `INSERT INTO reward (id, out_trade_no, reader_id, author_id, article_id, amount_fen, channel, status, subject,
         created_time, expires_time)
       SELECT ('01990000-0000-7000-8000-' || lpad(md5(n::text), 12))::uuid, 'export' || n, $1, $2, $3, n, 'alipay',
         'pending', '打赏', now(), now() + interval '1 hour'
       FROM generate_series(1, $4::int) AS n`,
      [reader.user.id, author.user.id, article.id, tips],
    );
    for (const [person, path] of [
      [reader, '/rewards.csv?role=sent'],
      [admin, `/admin/rewards.csv?author=${author.user.username}`],
    ] as const) {
      const ids = (await table(person, path)).rows.slice(1).map((row) => row.at(-1) as string);
      expect(ids).toHaveLength(tips);
      expect(ids).toEqual([...new Set(ids)].sort().reverse());
    }
  });

  it('hold one’s own fund flow between two times', async () => {
    const { rows } = await table(shop.author, '/wallet/transactions.csv');
    expect(rows[1]).toEqual(expect.arrayContaining(['reward', '5.00', rewardId]));
    expect((await table(shop.author, '/wallet/transactions.csv?to=2026-01-01')).rows).toHaveLength(1);
    expect((await table(shop.author, '/wallet/transactions.csv?from=2026-01-01')).rows).toHaveLength(2);
    expect((await table(shop.author, '/wallet/transactions.csv?from=2100-01-01')).rows).toHaveLength(1);
    expect((await table(shop.reader, '/wallet/transactions.csv')).rows).toHaveLength(1);
  });

  it('are refused like the lists they come from', async () => {
    const status = async (path: string, person?: Person) =>
      (await fetch(`${market.url}${path}`, { ...(person && { headers: person.auth }) })).status;
    expect(await status('/rewards.csv')).toBe(401);
    expect(await status('/wallet/transactions.csv')).toBe(401);
    expect(await status('/admin/rewards.csv', shop.reader)).toBe(403);
    expect(await status('/rewards.csv?role=both', shop.reader)).toBe(400);
    expect(await status('/wallet/transactions.csv?from=yesterday', shop.reader)).toBe(400);
    expect(await status('/admin/rewards.csv?min=x', admin)).toBe(400);
  });

  describe('of a long history', () => {
    const LENGTH = 60_000;
    let author: Person;
    beforeAll(async () => {
      author = await register(market);
      await market.database.query(
        `WITH a AS (INSERT INTO account (id, owner_id, kind, balance_fen, posting_count, earned_fen)
           VALUES (gen_random_uuid(), $1, 'available', $2, $2, $2) RETURNING id)
         INSERT INTO transfer (id, kind, subject_id, amount_fen, debit_account_id, credit_account_id, credit_owner_id,
           credit_posting, credit_balance_fen, memo)
         SELECT gen_random_uuid(), 'reward', gen_random_uuid(), 1, '00000000-0000-7000-8000-000000000001',
           a.id, $1, n, n, repeat('长', 200) FROM a, generate_series(1, $2) AS n`,
        [author.user.id, LENGTH],
      );
    });

    it('come whole, in order, and each row once', async () => {
      const { rows } = await table(author, '/wallet/transactions.csv');
      expect(rows).toHaveLength(LENGTH + 1);
      expect(rows.slice(1).every((row, i) => row[5] === yuan(LENGTH - i))).toBe(true);
    });

    it('stop working when the client has gone, and wait for one that does not read', async () => {
      const dataSource = market.app.get(DataSource);
      const exporter = market.app.get(TransactionExport, { strict: false });
      const find = jest.spyOn(Object.getPrototypeOf(exporter), 'pages');
      const address = new URL(`${market.url}/wallet/transactions.csv`);
      const pages = await new Promise<AsyncGenerator>((resolve) => {
        const request = get(address, { headers: author.auth }, (response) => {
          response.pause();
          setTimeout(() => {
            resolve(find.mock.results[0]!.value as AsyncGenerator);
            request.destroy();
          }, 500);
        });
        request.on('error', () => undefined);
      });
      find.mockRestore();
      const ended = jest.spyOn(pages, 'return');
      await until(() => Promise.resolve(ended.mock.calls.length > 0));
      expect(await pages.next()).toEqual({ done: true, value: undefined });
      const [{ n }] = await dataSource.query(`SELECT count(*)::int AS n FROM pg_stat_activity
        WHERE state = 'idle in transaction' AND datname = current_database()`);
      expect(n).toBe(0);
    });
  });
});

function yuan(fen: number): string {
  return (fen / 100).toFixed(2);
}
