import pg from 'pg';
import {
  type Market,
  notify,
  openMarket,
  openShop,
  order,
  paymentNotice,
  type Person,
  until,
  wallet,
} from '../support/alipay.js';
import { registerAdmin } from '../support/app.js';
import { expectBalanced, REFUSED, rewardOf, send, SUCCESS } from '../support/books.js';

describe('a notification when things go wrong', () => {
  let market: Market;
  let admin: Person;
  let shop: Awaited<ReturnType<typeof openShop>>;
  beforeAll(async () => {
    market = await openMarket();
    admin = await registerAdmin(market);
    shop = await openShop(market);
  });
  afterEach(() => expectBalanced(market, admin));
  afterAll(() => market.close());

  const status = async (id: string): Promise<string | undefined> =>
    (await rewardOf(market, shop.reader, id)).status;

  it('with a failing database is answered 500 fail, and succeeds when it is sent again', async () => {
    const tip = await order(market, shop.reader, shop.article.id, '5.00');
    await market.database.query('ALTER TABLE callback RENAME TO callback_away');
    expect(await send(market, paymentNotice(tip))).toEqual({ status: 500, text: 'fail' });
    expect(await status(tip.rewardId)).toBe('pending');
    await market.database.query('ALTER TABLE callback_away RENAME TO callback');
    expect(await send(market, paymentNotice(tip))).toEqual(SUCCESS);
    expect(await status(tip.rewardId)).toBe('paid');
  });

  it('whose connections are cut in the middle is answered 500 fail, and succeeds when it is sent again', async () => {
    const tip = await order(market, shop.reader, shop.article.id, '5.00');
    const holder = new pg.Client({ connectionString: market.database.url });
    await holder.connect();
    await holder.query('BEGIN');
    await holder.query('SELECT 1 FROM reward WHERE id = $1 FOR UPDATE', [tip.rewardId]);
    const waiting = send(market, paymentNotice(tip));
    const cut = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE datname = current_database() AND application_name = 'zanshang' AND wait_event_type = 'Lock'`;
    await until(async () => (await market.database.query(cut)).length > 0);
    expect(await waiting).toEqual({ status: 500, text: 'fail' });
    await holder.end();
    expect(await status(tip.rewardId)).toBe('pending');
    expect(await send(market, paymentNotice(tip))).toEqual(SUCCESS);
    expect(await status(tip.rewardId)).toBe('paid');
  });

  it.each<[string, string | Buffer]>([
    ['nothing', ''],
    ['no form', '{"out_trade_no":"x"}'],
    ['NUL bytes', 'out_trade_no=a%00b&sign_type=RSA2&sign=AAAA&%00=%00'],
    ['raw NUL bytes', Buffer.from('out_trade_no=\0&sign_type=RSA2')],
    ['bytes that are no UTF-8', Buffer.from([0x73, 0x75, 0x62, 0x3d, 0xb4, 0xf2, 0xc9, 0xcd])],
    ['url-encoded GBK', 'subject=%B4%F2%C9%CD&sign_type=RSA2'],
    ['a broken percent sign', 'a=%&sign_type=RSA2'],
    ['300 parameters', Array.from({ length: 300 }, (_, i) => `p${i}=1`).join('&')],
    ['an emoji cut at the column end', `out_trade_no=${'x'.repeat(63)}😀&trade_no=${'y'.repeat(63)}😀`],
    ['__proto__', '__proto__=1&constructor=2&sign_type=RSA2'],
    ['a very long order number', `out_trade_no=${'9'.repeat(100_000)}&sign_type=RSA2`],
  ])('with %s is refused quietly', async (_, body) => {
    const response = await fetch(`${market.url}/payments/alipay/result`, { method: 'POST', body });
    expect([response.status, await response.text()]).toEqual([400, 'fail']);
  });

  it.each<[string, Record<string, string>]>([
    ['NUL in the subject', { subject: 'a\u0000b' }],
    ['NUL in a name', { 'a\u0000b': 'c' }],
    ['NUL in the refund number', { out_biz_no: 'a\u0000b', refund_fee: '1.00' }],
    ['a refund number without end', { out_biz_no: 'x'.repeat(20_000), refund_fee: '1.00' }],
  ])('signed, with %s does not break the server', async (_, changes) => {
    const tip = await order(market, shop.reader, shop.article.id, '1.00');
    await send(market, paymentNotice(tip));
    expect((await send(market, paymentNotice(tip, changes))).status).toBeLessThan(500);
  });

  it('with an enormous body is refused and not kept', async () => {
    const answer = await notify(market, `subject=${'x'.repeat(2_000_000)}`);
    expect(answer.status).toBe(413);
  });

  it('that is not verified is kept among the newest thousand only; verified ones stay', async () => {
    const tip = await order(market, shop.reader, shop.article.id, '1.00');
    const unknown = paymentNotice(tip, { out_trade_no: 'somebody_elses' });
    expect(await send(market, unknown)).toEqual(REFUSED);
    for (let i = 0; i < 1100; i += 50) {
      const bodies = Array.from(
        { length: 50 },
        (_, j) => `out_trade_no=forged_${i + j}&sign_type=RSA2&sign=AAAA`,
      );
      const answers = await Promise.all(bodies.map((body) => notify(market, body)));
      expect(answers).toEqual(bodies.map(() => REFUSED));
    }
    const count = async (where: string): Promise<number> =>
      (await market.database.query(`SELECT count(*)::int AS n FROM callback WHERE ${where}`))[0]!.n as number;
    expect(await count('NOT verified')).toBe(1000);
    expect(await count(`out_trade_no = 'forged_1099'`)).toBe(1);
    expect(await count(`out_trade_no = 'forged_0'`)).toBe(0);
    expect(await count(`out_trade_no = 'somebody_elses' AND verified`)).toBe(1);
    const { body } = await market.request.get('/admin/callbacks?verified=false&limit=3').set(admin.auth);
    expect(body.items).toHaveLength(3);
    expect(body.items[0]).toMatchObject({ verified: false, outcome: 'bad_signature', source: 'notify' });
  });

  it('has credited every author exactly what was paid', async () => {
    const [paid] = await market.database.query(
      `SELECT sum(amount_fen - refunded_fen)::int AS fen FROM reward WHERE author_id = $1 AND paid_time IS NOT NULL`,
      [shop.author.user.id],
    );
    const { balance, debt } = await wallet(market, shop.author);
    expect(Math.round((Number(balance) - Number(debt)) * 100)).toBe(paid!.fen);
  });
});
