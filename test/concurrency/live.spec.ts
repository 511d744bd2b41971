import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { DataSource } from 'typeorm';
import { uuidv7 } from 'uuidv7';
import { inTransaction } from '../../src/database/transaction.js';
import { announce } from '../../src/live/announce.js';
import {
  type Market,
  notify,
  openBranch,
  openMarket,
  openShop,
  order,
  type Person,
  paymentNotice,
  until,
} from '../support/alipay.js';
import { registerAdmin, type TestApp } from '../support/app.js';
import { expectBalanced } from '../support/books.js';
import { openStream, type Stream } from '../support/event-stream.js';

describe('live hints, over two instances on one database', () => {
  let market: Market;
  let branch: TestApp;
  let admin: Person;
  const open = new Set<Stream>();

  beforeAll(async () => {
    market = await openMarket();
    branch = await openBranch(market);
    admin = await registerAdmin(market);
  });
  afterEach(() => {
    for (const stream of open) stream.close();
    open.clear();
  });
  afterAll(async () => {
    await expectBalanced(market, admin);
    await branch.close();
    await market.close();
  });

  /** Opens a stream at the other instance than the one that is tipped at, and waits until it is told to begin. */
  async function watch(path: string, person?: Person, app = branch): Promise<Stream> {
    const stream = await openStream(`${app.url}${path}`, person?.auth);
    open.add(stream);
    await stream.hears('hello');
    return stream;
  }

  async function pay(person: Person, articleId: string) {
    const tip = await order(market, person, articleId);
    const notice = market.sign(paymentNotice(tip, { trade_no: `t${tip.outTradeNo}` }));
    expect(await notify(market, notice)).toEqual({ status: 200, text: 'success' });
    return tip;
  }

  it('reach whom a payment concerns at the other instance, and nobody else', async () => {
    const { author, reader, article } = await openShop(market);
    const other = await openShop(market);
    const [authors, readers, articles, strangers, others] = await Promise.all([
      watch('/live', author),
      watch('/live', reader),
      watch(`/articles/${article.id}/live`),
      watch('/live', other.author),
      watch(`/articles/${other.article.id}/live`),
    ]);
    const { rewardId } = await pay(reader, article.id);
    await Promise.all([
      authors.hears('wallet'),
      authors.hears('reward'),
      readers.hears('reward'),
      articles.hears('supporters'),
    ]);
    expect(readers.heard).toContainEqual({ event: 'reward', data: JSON.stringify({ id: rewardId }) });
    expect([readers.count('wallet'), articles.count('wallet')]).toEqual([0, 0]);
    expect(strangers.heard.concat(others.heard).map(({ event }) => event)).toEqual(['hello', 'hello']);
  });

  it('come with tips from balance and with their refunds, to both sides', async () => {
    const { author, reader, article } = await openShop(market);
    const rich = await openShop(market);
    await pay(rich.reader, rich.article.id);
    const [authors, tippers, articles] = await Promise.all([
      watch('/live', author),
      watch('/live', rich.author),
      watch(`/articles/${article.id}/live`, reader),
    ]);
    const tipped = await market.request
      .post('/payments/alipay')
      .set(rich.author.auth)
      .send({ money: '2.00', article_id: article.id, type: 2 });
    expect(tipped.status).toBe(201);
    await Promise.all(
      [authors, tippers].flatMap((stream) => [stream.hears('wallet'), stream.hears('reward')]),
    );
    await articles.hears('supporters');
    const rewardId = tipped.headers.location!.replace('/rewards/', '');
    const refunded = await market.request
      .post(`/admin/rewards/${rewardId}/refunds`)
      .set(admin.auth)
      .send({ reason: '误付' });
    expect(refunded.status).toBe(201);
    await Promise.all(
      [authors, tippers].flatMap((stream) => [stream.hears('wallet', 2), stream.hears('reward', 2)]),
    );
    await articles.hears('supporters', 2);
  });

  it('come when an order is closed, to its reader', async () => {
    const { reader, article } = await openShop(market);
    const tip = await order(market, reader, article.id);
    const readers = await watch('/live', reader);
    const closed = { trade_status: 'TRADE_CLOSED', gmt_payment: undefined };
    expect((await notify(market, market.sign(paymentNotice(tip, closed)))).status).toBe(200);
    await readers.hears('reward');
    expect(readers.heard.at(-1)).toEqual({ event: 'reward', data: JSON.stringify({ id: tip.rewardId }) });
  });

  it('say nothing of what was rolled back', async () => {
    const { author, reader, article } = await openShop(market);
    const authors = await watch('/live', author);
    const tip = await order(market, reader, article.id);
    await market.database.query(
      `CREATE FUNCTION refuse_one() RETURNS trigger LANGUAGE plpgsql AS
       $$ BEGIN IF NEW.reward_id = '${tip.rewardId}' THEN RAISE EXCEPTION 'no'; END IF; RETURN NEW; END $$`,
    );
    await market.database.query(
      'CREATE TRIGGER poison AFTER INSERT ON reward_event FOR EACH ROW EXECUTE FUNCTION refuse_one()',
    );
    const notice = market.sign(paymentNotice(tip, { trade_no: `t${tip.outTradeNo}` }));
    expect((await notify(market, notice)).status).toBe(500);
    const wallet = { kind: 'wallet', ownerId: author.user.id } as const;
    const failing = inTransaction(market.app.get(DataSource), async (tx) => {
      await announce(tx, [wallet]);
      throw new Error('not now');
    });
    await expect(failing).rejects.toThrow('not now');
    // What is announced next comes after anything that went before it.
    const ids = [uuidv7()].map((rewardId) => ({
      rewardId,
      readerId: author.user.id,
      authorId: author.user.id,
    }));
    await inTransaction(market.app.get(DataSource), (tx) =>
      announce(
        tx,
        ids.map((id) => ({ kind: 'reward', ...id })),
      ),
    );
    await authors.hears('reward');
    expect(authors.heard.map(({ event }) => event)).toEqual(['hello', 'reward']);
    await market.database.query('DROP TRIGGER poison ON reward_event');
    expect((await notify(market, notice)).status).toBe(200);
    await authors.hears('wallet');
  });

  it('begin again with hello when the connection they come by was cut, and go on', async () => {
    const { author, reader, article } = await openShop(market);
    const authors = await watch('/live', author);
    const articles = await watch(`/articles/${article.id}/live`);
    const cut = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE application_name = 'zanshang live' AND datname = current_database()`;
    for (const times of [2, 3]) {
      await sleep(600);
      await market.database.query(cut);
      await Promise.all([authors.hears('hello', times), articles.hears('hello', times)]);
    }
    await pay(reader, article.id);
    await Promise.all([authors.hears('wallet'), authors.hears('reward'), articles.hears('supporters')]);
  });

  it('of a flood are two of a kind a second, and the last comes after everything', async () => {
    const { author, reader, article } = await openShop(market);
    const authors = await watch('/live', author);
    const articles = await watch(`/articles/${article.id}/live`);
    const begunMs = Date.now();
    for (let i = 0; i < 4; i++) await Promise.all(Array.from({ length: 10 }, () => pay(reader, article.id)));
    await sleep(1200);
    const most = 2 + Math.ceil((Date.now() - begunMs) / 500);
    for (const [stream, event] of [
      [authors, 'wallet'],
      [authors, 'reward'],
      [authors, 'hello'],
      [articles, 'supporters'],
    ] as const) {
      expect(stream.count(event)).toBeGreaterThan(1);
      expect(stream.count(event)).toBeLessThanOrEqual(most);
    }
    expect(authors.count('wallet')).toBeLessThan(40);
  });

  it('take one connection an instance, however many listen, and give it back at the end', async () => {
    const third = await openBranch(market);
    const { author, reader, article } = await openShop(market);
    const streams = await Promise.all([
      watch('/live', author, third),
      watch('/live', reader, third),
      ...Array.from({ length: 10 }, () => watch(`/articles/${article.id}/live`, undefined, third)),
    ]);
    const connections = async () =>
      (
        await market.database.query(
          `SELECT pid FROM pg_stat_activity WHERE application_name = 'zanshang live' AND datname = current_database()`,
        )
      ).length;
    const before = await connections();
    expect(before).toBeLessThanOrEqual(2);
    const closing = third.close();
    await Promise.all(streams.map(({ ended }) => ended));
    await closing;
    await until(async () => (await connections()) === before - 1);
  });

  it('end at once when the server stops, though something else keeps it', async () => {
    const third = await openBranch(market);
    const { author, reader, article } = await openShop(market);
    const stream = await watch('/live', author, third);
    const tip = await order(third, reader, article.id);
    const blocker = new Client({ connectionString: market.database.url });
    await blocker.connect();
    await blocker.query('BEGIN');
    await blocker.query('SELECT 1 FROM reward WHERE id = $1 FOR UPDATE', [tip.rewardId]);
    const answer = notify(third, market.sign(paymentNotice(tip, { trade_no: `t${tip.outTradeNo}` })));
    await until(async () => {
      const waiting = `SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()`;
      return (await market.database.query(waiting)).length > 0;
    });
    let closed = false;
    const closing = third.close().then(() => (closed = true));
    await stream.ended;
    expect(closed).toBe(false);
    await blocker.query('COMMIT');
    await blocker.end();
    expect((await answer).text).toBe('success');
    await closing;
  });
});
