import {
  type Market,
  openMarket,
  openShop,
  order,
  paymentNotice,
  type Person,
  publish,
  wallet,
} from '../support/alipay.js';
import { register, registerAdmin } from '../support/app.js';
import { checkLedger, expectBalanced, send } from '../support/books.js';

describe('a tip from balance', () => {
  let market: Market;
  let admin: Person;
  beforeAll(async () => {
    market = await openMarket();
    admin = await registerAdmin(market);
  });
  afterEach(() => expectBalanced(market, admin));
  afterAll(() => market.close());

  const pay = (person: Person, article_id: string, money: unknown) =>
    market.request.post('/payments/alipay').set(person.auth).send({ money, article_id, type: 2 });

  /** An author with this much, earned by one tip. */
  async function earner(money: string): Promise<{ person: Person; article: { id: string } }> {
    const { author, reader, article } = await openShop(market);
    const tip = await order(market, reader, article.id, money);
    await send(market, paymentNotice(tip, { trade_no: `t${tip.outTradeNo}` }));
    return { person: author, article };
  }

  it('is settled at once: the author has it, the reader has not, the body is ""', async () => {
    const { person } = await earner('10.00');
    const { author, article } = await openShop(market);
    const response = await pay(person, article.id, '4.00');
    expect([response.status, response.body]).toEqual([201, '']);
    const reward = await market.request.get(response.headers.location!).set(author.auth);
    expect(reward.body).toMatchObject({ status: 'paid', channel: 'balance', money: '4.00', trade_no: '' });
    expect(reward.body.paid_time).not.toBeNull();
    expect(await wallet(market, person)).toMatchObject({ balance: '6.00', earned_total: '10.00' });
    expect(await wallet(market, author)).toMatchObject({ balance: '4.00', earned_total: '4.00' });
    const history = await market.request.get('/wallet/transactions').set(person.auth);
    expect(history.body.items[0]).toMatchObject({
      kind: 'balance_reward',
      amount: '-4.00',
      balance_after: '6.00',
      counterparty: { id: author.user.id },
    });
    const shown = await market.request.get(`/articles/${article.id}`);
    expect(shown.body.reward_count).toBe(1);
  });

  it('of all there is leaves zero', async () => {
    const { person } = await earner('0.29');
    const { article } = await openShop(market);
    expect((await pay(person, article.id, 0.29)).status).toBe(201);
    expect(await wallet(market, person)).toMatchObject({ balance: '0.00' });
  });

  it('of more than there is is 409 and writes nothing', async () => {
    const { person } = await earner('1.00');
    const nobody = await register(market);
    const { author, article } = await openShop(market);
    const before = await checkLedger(market, admin);
    for (const poor of [person, nobody]) {
      const { status, body } = await pay(poor, article.id, '1.01');
      expect([status, body.code]).toEqual([409, 'insufficient_balance']);
    }
    expect(await checkLedger(market, admin)).toEqual(before);
    expect((await market.request.get('/rewards').set(person.auth)).body.items).toEqual([]);
    expect(await wallet(market, author)).toMatchObject({ balance: '0.00' });
    expect(await wallet(market, person)).toMatchObject({ balance: '1.00' });
  });

  it('never overdraws with 60 at once', async () => {
    const { person } = await earner('20.00');
    const { author, article } = await openShop(market);
    const answers = await Promise.all(Array.from({ length: 60 }, () => pay(person, article.id, '1.00')));
    const statuses = answers.map(({ status }) => status);
    expect(statuses.filter((status) => status === 201)).toHaveLength(20);
    expect(statuses.filter((status) => status === 409)).toHaveLength(40);
    expect(await wallet(market, person)).toMatchObject({ balance: '0.00' });
    expect(await wallet(market, author)).toMatchObject({ balance: '20.00' });
  });

  it('goes both ways between two people 100 times at once', async () => {
    const one = await earner('100.00');
    const two = await earner('100.00');
    const answers = await Promise.all(
      Array.from({ length: 100 }, (_, i) =>
        i % 2 ? pay(one.person, two.article.id, '1.00') : pay(two.person, one.article.id, '2.00'),
      ),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
    expect(await wallet(market, one.person)).toMatchObject({ balance: '150.00' });
    expect(await wallet(market, two.person)).toMatchObject({ balance: '50.00' });
  });

  it('goes round in a ring of people who never had an account, all at once', async () => {
    const { person } = await earner('60.00');
    const people = await Promise.all(Array.from({ length: 6 }, () => register(market)));
    const articles = await Promise.all(people.map((one) => publish(market, one)));
    await Promise.all(articles.map(({ id }) => pay(person, id, '10.00').expect(201)));
    const ring = people.flatMap((one, i) =>
      Array.from({ length: 5 }, () => pay(one, articles[(i + 1) % 6]!.id, '2.00')),
    );
    expect(new Set((await Promise.all(ring)).map(({ status }) => status))).toEqual(new Set([201]));
    for (const one of people) expect(await wallet(market, one)).toMatchObject({ balance: '10.00' });
  });

  it('reaches an author who was deactivated', async () => {
    const { person } = await earner('3.00');
    const { author, article } = await openShop(market);
    await market.request
      .patch(`/admin/users/${author.user.id}`)
      .set(admin.auth)
      .send({ is_active: false })
      .expect(200);
    expect((await pay(person, article.id, '3.00')).status).toBe(201);
    const [account] = await market.database.query(
      `SELECT balance_fen FROM account WHERE owner_id = $1 AND kind = 'available'`,
      [author.user.id],
    );
    expect(account).toEqual({ balance_fen: '300' });
  });

  it.each([['0.001'], [0], ['abc'], [10000]])('of %p yuan is 400', async (money) => {
    const { article } = await openShop(market);
    expect((await pay(await register(market), article.id, money)).body.errors[0].field).toBe('money');
  });
});
