import { OrderNumbers } from '../../src/payments/order-numbers.js';
import { type Market, openMarket, openShop, paymentNotice, type Person } from '../support/alipay.js';
import { register, registerAdmin } from '../support/app.js';
import { expectBalanced, send } from '../support/books.js';

describe('a tip with an Idempotency-Key', () => {
  let market: Market;
  let reader: Person;
  let article: { id: string };
  beforeAll(async () => {
    market = await openMarket();
    ({ reader, article } = await openShop(market));
  });
  afterAll(() => market.close());

  const tip = (key: string, body: object = {}, auth = reader.auth) =>
    market.request
      .post('/payments/alipay')
      .set(auth)
      .set('Idempotency-Key', key)
      .send({ money: '5.00', article_id: article.id, message: '好', ...body });
  const bizContentOf = (payUrl: unknown) => new URL(payUrl as string).searchParams.get('biz_content');

  it('is the same order again for the same key and body', async () => {
    const first = await tip('k1');
    const again = await tip('k1', { money: 5, type: 1 });
    expect([again.status, again.headers.location]).toEqual([201, first.headers.location]);
    expect(bizContentOf(again.body)).toBe(bizContentOf(first.body));
  });

  it.each([
    ['money', { money: '5.01' }],
    ['message', { message: '更好' }],
    ['type', { type: 2 }],
  ])('is 422 for another %s', async (name, change) => {
    await tip(`k-${name}`);
    const { status, body } = await tip(`k-${name}`, change);
    expect([status, body.code]).toEqual([422, 'idempotency_key_reused']);
  });

  it('is 422 for another article', async () => {
    const { article: other } = await openShop(market);
    await tip('k-article');
    expect((await tip('k-article', { article_id: other.id })).status).toBe(422);
  });

  it('answers "" once the order’s time is over, as nobody can pay it any more', async () => {
    const { headers } = await tip('k-late');
    const id = (headers.location as string).split('/').pop();
    await market.database.query(
      `UPDATE reward SET expires_time = now() - interval '1 second' WHERE id = $1`,
      [id],
    );
    const again = await tip('k-late');
    expect([again.status, again.body, again.headers.location]).toEqual([201, '', headers.location]);
  });

  it('answers "" once the order is paid or closed', async () => {
    const first = await tip('k2');
    const bizContent = JSON.parse(bizContentOf(first.body)!) as Record<string, string>;
    const order = { outTradeNo: bizContent.out_trade_no!, bizContent };
    await send(market, paymentNotice(order, { trade_status: 'TRADE_CLOSED', gmt_payment: undefined }));
    expect((await tip('k2')).body).toBe('');
    await send(market, paymentNotice(order));
    const again = await tip('k2');
    expect([again.status, again.body, again.headers.location]).toEqual([201, '', first.headers.location]);
  });

  it.each([1, 2])('makes one reward of 20 at once, type %d', async (type) => {
    const rich = await fill(market, article.id, '100.00');
    const answers = await Promise.all(Array.from({ length: 20 }, () => tip('same', { type }, rich.auth)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
    expect(new Set(answers.map(({ headers }) => headers.location)).size).toBe(1);
    const { body } = await market.request.get('/rewards').set(rich.auth);
    expect(body.items).toHaveLength(1);
    const wallet = await market.request.get('/wallet').set(rich.auth);
    expect(wallet.body.balance).toBe(type === 2 ? '95.00' : '100.00');
  });

  it('makes one reward of 20 at once with different bodies, and refuses the others', async () => {
    const other = await register(market);
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, i) => tip('mixed', { money: i % 2 ? 1 : 2 }, other.auth)),
    );
    const locations = new Set(answers.flatMap(({ headers }) => headers.location ?? []));
    expect(locations.size).toBe(1);
    expect(answers.filter(({ status }) => status === 422)).toHaveLength(10);
  });

  it('does not remember a failure', async () => {
    const poor = await register(market);
    expect((await tip('later', { type: 2 }, poor.auth)).body.code).toBe('insufficient_balance');
    await fill(market, article.id, '5.00', poor);
    const { status, body } = await tip('later', { type: 2 }, poor.auth);
    expect([status, body]).toEqual([201, '']);
    expect((await tip('later', { type: 2 }, poor.auth)).status).toBe(201);
    expect((await market.request.get('/wallet').set(poor.auth)).body.balance).toBe('0.00');
  });

  it('belongs to its user', async () => {
    const other = await register(market);
    const mine = await tip('shared');
    const theirs = await tip('shared', { money: 9 }, other.auth);
    expect(theirs.status).toBe(201);
    expect(theirs.headers.location).not.toBe(mine.headers.location);
  });

  it.each(['', 'with space', '钥匙', 'x'.repeat(256)])('is 400 for the key %p', async (key) => {
    const response = await fetch(`${market.url}/payments/alipay`, {
      method: 'POST',
      headers: {
        ...reader.auth,
        'content-type': 'application/json',
        'idempotency-key': Buffer.from(key).toString('latin1'),
      },
      body: JSON.stringify({ money: 1, article_id: article.id }),
    });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({
      code: 'invalid_input',
      errors: [{ field: 'Idempotency-Key' }],
    });
  });

  it.each([1, 2])(
    'gets another number where its own is taken, and its neighbours keep theirs, type %d',
    async (type) => {
      const rich = await fill(market, article.id, '100.00');
      const numbers = market.app.get(OrderNumbers, { strict: false });
      const make = numbers.make.bind(numbers);
      const taken = make({ createdTime: new Date(), readerId: rich.user.id, articleId: article.id });
      let made = 0;
      numbers.make = (origin) => ((made += 1) <= 3 ? taken : make(origin));
      const answers = await Promise.all(
        [1, 2, 3, 4].map((i) => tip(`number-${i}`, { type, money: i }, rich.auth)),
      );
      numbers.make = make;
      expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 201]);
      const { body } = await market.request.get('/rewards').set(rich.auth);
      const given = (body.items as { out_trade_no: string }[]).map(({ out_trade_no }) => out_trade_no);
      expect(given).toContain(taken);
      expect(new Set(given).size).toBe(4);
      const again = await Promise.all(
        [1, 2, 3, 4].map((i) => tip(`number-${i}`, { type, money: i }, rich.auth)),
      );
      expect(again.map(({ headers }) => headers.location)).toEqual(
        answers.map(({ headers }) => headers.location),
      );
    },
  );

  it('leaves the books balanced', async () => {
    await expectBalanced(market, await registerAdmin(market));
  });
});

/** Somebody (new, unless given) whose article was tipped so much. */
async function fill(market: Market, _articleId: string, money: string, person?: Person): Promise<Person> {
  const rich = person ?? (await register(market));
  const { text } = await market.request
    .post('/articles')
    .set(rich.auth)
    .send({ title: '我的', content: '字' })
    .expect(201);
  const { id } = JSON.parse(text) as { id: string };
  const payer = await register(market);
  const { body } = await market.request
    .post('/payments/alipay')
    .set(payer.auth)
    .send({ money, article_id: id })
    .expect(201);
  const bizContent = JSON.parse(new URL(body as string).searchParams.get('biz_content')!) as Record<
    string,
    string
  >;
  const notice = paymentNotice(
    { outTradeNo: bizContent.out_trade_no!, bizContent },
    { trade_no: `t${Date.now()}` },
  );
  expect((await send(market, notice)).status).toBe(200);
  return rich;
}
