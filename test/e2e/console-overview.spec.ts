import { randomUUID } from 'node:crypto';
import { uuidv7 } from 'uuidv7';
import {
  type Market,
  notify,
  openMarket,
  openShop,
  order,
  paymentNotice,
  type Person,
  until,
} from '../support/alipay.js';
import { register, registerAdmin } from '../support/app.js';
import { expectBalanced, send } from '../support/books.js';

const today = () => new Date(Date.now() + 8 * 3600_000).toISOString().slice(0, 10);

describe('the console’s statistics', () => {
  let market: Market;
  let admin: Person;
  beforeAll(async () => {
    market = await openMarket();
    admin = await registerAdmin(market);
  });
  afterAll(() => market.close());

  const read = (query = '', by: Person = admin) =>
    market.request.get(`/admin/statistics?${query}`).set(by.auth);

  async function pay(shop: Awaited<ReturnType<typeof openShop>>, money: string, refunded?: string) {
    const tip = await order(market, shop.reader, shop.article.id, money);
    const notice = paymentNotice(tip, { trade_no: `t${tip.outTradeNo}` });
    await send(market, notice);
    if (refunded) await send(market, { ...notice, refund_fee: refunded, out_biz_no: 'r' });
    return tip.rewardId;
  }

  /** Moves a reward to other times; a paid one. */
  const moveTo = (id: string, created: string, paid = created) =>
    market.database.query('UPDATE reward SET created_time = $2, paid_time = $3 WHERE id = $1', [
      id,
      created,
      paid,
    ]);

  it('are the last thirty days where none are named, with empty days and hours', async () => {
    const { status, body } = await read();
    expect(status).toBe(200);
    expect([body.to, body.by_day.length, body.by_day.at(-1).day]).toEqual([today(), 30, today()]);
    expect(body.by_hour.map(({ hour }: { hour: number }) => hour)).toEqual(
      Array.from({ length: 24 }, (_, i) => i),
    );
    expect(body.by_day[0]).toEqual({ day: body.from, tips: 0, amount: '0.00' });
    expect(body).toMatchObject({ by_channel: [], top_articles: [], top_authors: [] });
  });

  it('go by the indexes of the times, and never through the whole table', async () => {
    await pay(await openShop(market), '1.00');
    const uses = () =>
      market.database.query(
        `SELECT indexrelname AS name, idx_scan > 0 AS used FROM pg_stat_user_indexes
         WHERE indexrelname IN ('reward_paid_day', 'reward_created_day') ORDER BY 1`,
      );
    // A table as small as this one is read whole unless that is forbidden. PostgreSQL tells of uses a moment later.
    await until(async () => {
      await read();
      return (await uses()).every(({ used }) => used);
    });
    expect(await uses()).toEqual([
      { name: 'reward_created_day', used: true },
      { name: 'reward_paid_day', used: true },
    ]);
  });

  it('count by day and by hour of the day in Beijing, up to the last moment of the last day', async () => {
    const shop = await openShop(market);
    const times = [
      '2026-01-31T23:59:59.999+08:00',
      '2026-02-01T00:00:00.000+08:00',
      '2026-02-01T09:30:00.000+08:00',
      '2026-02-03T09:10:00.000+08:00',
      '2026-02-03T23:59:59.999+08:00',
      '2026-02-04T00:00:00.000+08:00',
    ];
    for (const [i, time] of times.entries()) await moveTo(await pay(shop, `${i + 1}.00`), time);
    const { body } = await read('from=2026-02-01&to=2026-02-03');
    expect(body.by_day).toEqual([
      { day: '2026-02-01', tips: 2, amount: '5.00' },
      { day: '2026-02-02', tips: 0, amount: '0.00' },
      { day: '2026-02-03', tips: 2, amount: '9.00' },
    ]);
    const busy = body.by_hour.filter(({ tips }: { tips: number }) => tips > 0);
    expect(busy).toEqual([
      { hour: 0, tips: 1, amount: '2.00' },
      { hour: 9, tips: 2, amount: '7.00' },
      { hour: 23, tips: 1, amount: '5.00' },
    ]);
    expect(body.by_channel).toEqual([
      { channel: 'alipay', status: 'paid', tips: 4, amount: '14.00', refunded: '0.00' },
    ]);
    const { id, username, nickname, avatar } = shop.author.user;
    const author = { id, username, nickname, avatar };
    expect(body.top_articles).toEqual([
      { id: shop.article.id, title: shop.article.title, author, tips: 4, amount: '14.00' },
    ]);
    expect(body.top_authors).toEqual([{ user: author, tips: 4, amount: '14.00' }]);
  });

  it('count tips by channel and state on the day they were created, paid ones on the day they were paid', async () => {
    const shop = await openShop(market);
    const [created, paid] = ['2026-03-01T23:50:00+08:00', '2026-03-02T00:10:00+08:00'];
    const tips = [await pay(shop, '5.00'), await pay(shop, '4.00', '1.50'), await pay(shop, '3.00', '3.00')];
    for (const id of tips) await moveTo(id, created, paid);
    const open = await order(market, shop.reader, shop.article.id, '2.00');
    await market.database.query('UPDATE reward SET created_time = $2 WHERE id = $1', [
      open.rewardId,
      created,
    ]);
    const first = (await read('from=2026-03-01&to=2026-03-01')).body;
    expect(first.by_day).toEqual([{ day: '2026-03-01', tips: 0, amount: '0.00' }]);
    expect(first.by_channel).toEqual(
      [
        { channel: 'alipay', status: 'paid', tips: 1, amount: '5.00', refunded: '0.00' },
        { channel: 'alipay', status: 'partially_refunded', tips: 1, amount: '4.00', refunded: '1.50' },
        { channel: 'alipay', status: 'pending', tips: 1, amount: '2.00', refunded: '0.00' },
        { channel: 'alipay', status: 'refunded', tips: 1, amount: '3.00', refunded: '3.00' },
      ].sort((a, b) => (a.status < b.status ? -1 : 1)),
    );
    const second = (await read('from=2026-03-02&to=2026-03-02')).body;
    expect(second).toMatchObject({ by_channel: [], by_day: [{ tips: 3, amount: '12.00' }] });
  });

  it('name the ten articles and authors with the largest amounts', async () => {
    for (let i = 1; i <= 11; i++)
      await moveTo(await pay(await openShop(market), `${i}.00`), '2026-04-01T12:00:00+08:00');
    const { body } = await read('from=2026-04-01&to=2026-04-01');
    const expected = [11, 10, 9, 8, 7, 6, 5, 4, 3, 2].map((yuan) => `${yuan}.00`);
    expect(body.top_articles.map(({ amount }: { amount: string }) => amount)).toEqual(expected);
    expect(body.top_authors.map(({ amount }: { amount: string }) => amount)).toEqual(expected);
  });

  it('show what was paid a moment ago, also to many who ask at once', async () => {
    const before = (await read(`from=${today()}`)).body.by_day[0].tips as number;
    await pay(await openShop(market), '1.00');
    const answers = await Promise.all(Array.from({ length: 5 }, () => read(`from=${today()}`)));
    expect(answers.map(({ body }) => body.by_day[0].tips as number)).toEqual(Array(5).fill(before + 1));
  });

  it('may be of 92 days and no more', async () => {
    expect((await read('from=2026-01-01&to=2026-04-02')).body.by_day).toHaveLength(92);
    const { status, body } = await read('from=2026-01-01&to=2026-04-03');
    expect([status, body.errors[0].field]).toEqual([400, 'from']);
  });

  it.each([
    'from=2026-03-02&to=2026-03-01',
    'from=x',
    'to=2026-02-30',
    'from=2026-01-01T00:00:00Z',
    'to=9999-12-31',
  ])('refuse %s', async (query) => {
    const { status, body } = await read(query);
    expect([status, body.code]).toEqual([400, 'invalid_input']);
  });

  it('are for administrators', async () => {
    expect((await read('', await register(market))).status).toBe(403);
  });
});

describe('what waits for an administrator', () => {
  let market: Market;
  let admin: Person;
  let shop: Awaited<ReturnType<typeof openShop>>;
  beforeAll(async () => {
    market = await openMarket({ withdrawals: { holdDays: 0, minFen: 100n } });
    admin = await registerAdmin(market);
    shop = await openShop(market);
  });
  afterAll(() => market.close());

  const group = async (kind: string) => {
    const { status, body } = await market.request.get('/admin/attention').set(admin.auth);
    expect(status).toBe(200);
    return body.groups.find((one: { kind: string }) => one.kind === kind);
  };
  const empty = (kind: string) => ({ kind, count: 0, more: false, items: [] });

  it('is nothing at first, and for administrators alone', async () => {
    const { body } = await market.request.get('/admin/attention').set(admin.auth);
    const kinds = [
      'pending_too_long',
      'refunds_unknown',
      'withdrawals_waiting',
      'reconciliation_differences',
      'callbacks_refused',
    ];
    expect(body.groups).toHaveLength(kinds.length);
    expect(body.groups).toEqual(expect.arrayContaining(kinds.map(empty)));
    const { auth } = await register(market);
    expect((await market.request.get('/admin/attention').set(auth)).status).toBe(403);
  });

  it('are orders that are pending five minutes after they expired', async () => {
    const tips = [];
    for (let i = 1; i <= 3; i++) tips.push(await order(market, shop.reader, shop.article.id, `${i}.00`));
    const expire = (rewardId: string, ago: string) =>
      market.database.query('UPDATE reward SET expires_time = now() - $2::interval WHERE id = $1', [
        rewardId,
        ago,
      ]);
    await expire(tips[0]!.rewardId, '5 minutes 10 seconds');
    await expire(tips[1]!.rewardId, '4 minutes 30 seconds');
    expect(await group('pending_too_long')).toMatchObject({
      count: 1,
      more: false,
      items: [
        {
          id: tips[0]!.rewardId,
          reward_id: tips[0]!.rewardId,
          out_trade_no: tips[0]!.outTradeNo,
          money: '1.00',
          text: '打赏《一篇好文章》',
          withdrawal_id: null,
          date: null,
        },
      ],
    });
    await market.database.query(`UPDATE reward SET status = 'closed' WHERE status = 'pending'`);
    expect(await group('pending_too_long')).toEqual(empty('pending_too_long'));
  });

  it('are counted up to a hundred, and the five oldest shown', async () => {
    const add = (count: number) =>
      market.database.query(
        `INSERT INTO reward (id, out_trade_no, reader_id, author_id, article_id, amount_fen, channel, status, subject,
           created_time, expires_time)
         SELECT ('018f0000-0000-7000-8000-' || lpad(to_hex(n + (SELECT count(*) FROM reward)), 12, '0'))::uuid,
           'overdue_' || md5(random()::text), $1, $2, $3, n, 'alipay', 'pending', '', now(), now() - interval '1 day'
         FROM generate_series(1, $4::integer) AS n`,
        [shop.reader.user.id, shop.author.user.id, shop.article.id, count],
      );
    await add(100);
    const full = await group('pending_too_long');
    expect([full.count, full.more]).toEqual([100, false]);
    expect(full.items.map(({ money }: { money: string }) => money)).toEqual([
      '0.01',
      '0.02',
      '0.03',
      '0.04',
      '0.05',
    ]);
    await add(1);
    const over = await group('pending_too_long');
    expect([over.count, over.more]).toEqual([100, true]);
    await market.database.query(`DELETE FROM reward WHERE out_trade_no LIKE 'overdue_%'`);
  });

  it('are refunds of which nothing is known after a minute', async () => {
    const tip = await order(market, shop.reader, shop.article.id, '9.00');
    await send(market, paymentNotice(tip, { trade_no: 'refund1' }));
    market.simulator.faults.set({ gateway: { down: true } });
    const body = { money: '2.00', reason: '误操作' };
    const answer = await market.request
      .post(`/admin/rewards/${tip.rewardId}/refunds`)
      .set(admin.auth)
      .send(body);
    market.simulator.faults.reset();
    expect(answer.status).toBe(202);
    expect((await group('refunds_unknown')).count).toBe(0);
    await market.database.query(`UPDATE refund SET created_time = created_time - interval '61 seconds'`);
    expect(await group('refunds_unknown')).toMatchObject({
      count: 1,
      items: [{ reward_id: tip.rewardId, out_trade_no: tip.outTradeNo, money: '2.00', text: '误操作' }],
    });
    await expectBalanced(market, admin);
  });

  describe('are withdrawals', () => {
    let withdrawal: { id: string; revision: number };
    const decide = async (action: string, more: object = {}) => {
      const path = `/admin/withdrawals/${withdrawal.id}/${action}`;
      const body = { revision: withdrawal.revision, ...more };
      const answer = await market.request.post(path).set(admin.auth).send(body).expect(200);
      withdrawal = answer.body as typeof withdrawal;
    };
    const set = (sql: string) =>
      market.database.query(`UPDATE withdrawal SET ${sql} WHERE id = $1`, [withdrawal.id]);

    it('that nobody has decided about', async () => {
      const tip = await order(market, shop.reader, shop.article.id, '20.00');
      await send(market, paymentNotice(tip, { trade_no: 'withdrawal1' }));
      const body = { amount: '5.00', account: 'a@b.cn', name: '张三' };
      const answer = await market.request
        .post('/wallet/withdrawals')
        .set(shop.author.auth)
        .send(body)
        .expect(201);
      withdrawal = answer.body as typeof withdrawal;
      expect(await group('withdrawals_waiting')).toMatchObject({
        count: 1,
        items: [{ withdrawal_id: withdrawal.id, money: '5.00', text: 'requested', reward_id: null }],
      });
    });

    it('that are approved where nobody pays by itself', async () => {
      await decide('approve');
      expect((await group('withdrawals_waiting')).items).toMatchObject([{ text: 'approved' }]);
      await set('next_try_time = now()');
      expect((await group('withdrawals_waiting')).items).toMatchObject([{ text: 'approved' }]);
      await set('next_try_time = NULL');
    });

    it('that were sent ten minutes ago and not answered, and not those that just were', async () => {
      await set(`status = 'sending', next_try_time = now() + interval '1 hour'`);
      const sent = (ago: string) =>
        market.database.query(
          `INSERT INTO withdrawal_event (id, withdrawal_id, time, source, status)
           VALUES ($1, $2, now() - $3::interval, 'provider', 'sending')`,
          [uuidv7(), withdrawal.id, ago],
        );
      await sent('10 minutes 5 seconds');
      expect((await group('withdrawals_waiting')).items).toMatchObject([{ text: 'sending' }]);
      await sent('9 minutes');
      expect(await group('withdrawals_waiting')).toEqual(empty('withdrawals_waiting'));
      await set(`status = 'approved', next_try_time = NULL`);
    });

    it('no longer when they are paid', async () => {
      await decide('pay-by-hand', { proof: '1' });
      expect(await group('withdrawals_waiting')).toEqual(empty('withdrawals_waiting'));
      await expectBalanced(market, admin);
    });
  });

  it('are days whose bill differs, oldest first', async () => {
    await market.database.query(
      `INSERT INTO reconciliation (day, state, difference_count) VALUES
         ('2026-02-03', 'unavailable', 2), ('2026-02-01', 'unavailable', 1), ('2026-02-02', 'unavailable', 0)`,
    );
    expect(await group('reconciliation_differences')).toMatchObject({
      count: 2,
      items: [
        { id: '2026-02-01', date: '2026-02-01', text: '1', money: null },
        { id: '2026-02-03', date: '2026-02-03', text: '2', money: null },
      ],
    });
  });

  it('are messages of a day that were not genuine, or not about an order of ours', async () => {
    const tip = await order(market, shop.reader, shop.article.id, '6.00');
    const notice = paymentNotice(tip);
    await send(market, { ...notice, total_amount: '5.00' });
    await send(market, { ...notice, out_trade_no: 'nobodys' });
    await notify(market, new URLSearchParams({ ...notice, sign: 'x', sign_type: 'RSA2' }).toString());
    await send(market, { ...notice, trade_no: randomUUID().replaceAll('-', '') });
    const refused = await group('callbacks_refused');
    expect(refused).toMatchObject({
      count: 3,
      items: [
        { text: 'amount_mismatch', out_trade_no: tip.outTradeNo, money: null, reward_id: null },
        { text: 'unknown_order', out_trade_no: 'nobodys' },
        { text: 'bad_signature', out_trade_no: tip.outTradeNo },
      ],
    });
    await market.database.query(
      `UPDATE callback SET received_time = now() - interval '24 hours 1 second' WHERE outcome = 'amount_mismatch'`,
    );
    expect((await group('callbacks_refused')).count).toBe(2);
  });
});
