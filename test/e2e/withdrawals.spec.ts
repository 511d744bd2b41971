import { type Market, type Person, openMarket, openShop, wallet } from '../support/alipay.js';
import { register, registerAdmin } from '../support/app.js';
import { expectBalanced } from '../support/books.js';
import { ACCOUNT, age, decide, earner, tip, withdraw } from '../support/payouts.js';

describe('asking for a withdrawal', () => {
  let market: Market;
  let admin: Person;
  beforeAll(async () => {
    market = await openMarket();
    admin = await registerAdmin(market);
  });
  afterAll(() => market.close());
  afterEach(() => expectBalanced(market, admin));

  async function rich(money = '100.00') {
    const author = await earner(market, money);
    await age(market, author, 7);
    return author;
  }

  it('sets the money aside at once and shows it to its owner', async () => {
    const author = await rich();
    const { status, body } = await withdraw(market, author, '30.00');
    expect(status).toBe(201);
    expect(body).toEqual({
      id: expect.any(String),
      amount: '30.00',
      ...ACCOUNT,
      status: 'requested',
      reason: '',
      revision: 1,
      created_time: expect.any(String),
      done_time: null,
    });
    expect(await wallet(market, author)).toMatchObject({
      balance: '70.00',
      pending: '0.00',
      withdrawing: '30.00',
      earned_total: '100.00',
      withdrawn_total: '0.00',
    });
    const flow = await market.request.get('/wallet/transactions').set(author.auth);
    expect(flow.body.items[0]).toMatchObject({
      kind: 'withdrawal',
      amount: '-30.00',
      balance_after: '70.00',
    });
  });

  it('takes the whole balance, and a number as well as a string', async () => {
    const author = await rich('20.10');
    expect((await withdraw(market, author, 20.1)).status).toBe(201);
    expect(await wallet(market, author)).toMatchObject({ balance: '0.00', withdrawing: '20.10' });
  });

  it.each([
    ['amount', { amount: '9.99' }, /至少 10.00 元/],
    ['amount', { amount: '-20.00' }, /金额/],
    ['amount', { amount: '20.001' }, /金额/],
    ['amount', { amount: undefined }, /必填/],
    ['account', { account: 'no login' }, /邮箱或手机号/],
    ['account', { account: 'ab' }, /邮箱或手机号/],
    ['account', { account: `${'x'.repeat(90)}@example.com` }, /邮箱或手机号/],
    ['name', { name: ' ' }, /1 到 50/],
    ['name', { name: '长'.repeat(51) }, /1 到 50/],
  ])('refuses a wrong %s: %j', async (field, changes, message) => {
    const author = await rich('50.00');
    const { status, body } = await withdraw(market, author, '20.00', changes);
    expect([status, body.code]).toEqual([400, 'invalid_input']);
    expect(body.errors).toEqual([{ field, message: expect.stringMatching(message) }]);
    expect(await wallet(market, author)).toMatchObject({ balance: '50.00', withdrawing: '0.00' });
  });

  it('refuses more than there is, and anybody who is not logged in', async () => {
    const author = await rich('50.00');
    const tooMuch = await withdraw(market, author, '50.01');
    expect([tooMuch.status, tooMuch.body.code]).toEqual([409, 'insufficient_balance']);
    const poor = await register(market);
    expect((await withdraw(market, poor, '10.00')).body.code).toBe('insufficient_balance');
    expect((await market.request.post('/wallet/withdrawals').send({})).status).toBe(401);
  });

  it('lets young money be spent on tips, but not withdrawn', async () => {
    const { author, reader, article } = await openShop(market);
    await tip(market, reader, article.id, '40.00');
    await age(market, author, 6);
    expect(await wallet(market, author)).toMatchObject({ balance: '40.00', pending: '40.00' });
    const tooYoung = await withdraw(market, author, '10.00');
    expect([tooYoung.status, tooYoung.body.code]).toEqual([409, 'not_withdrawable_yet']);
    await age(market, author, 1);
    await tip(market, reader, article.id, '15.00');
    expect(await wallet(market, author)).toMatchObject({ balance: '55.00', pending: '15.00' });
    expect((await withdraw(market, author, '40.01')).body.code).toBe('not_withdrawable_yet');
    const other = await openShop(market);
    const spend = { money: '15.00', article_id: other.article.id, type: 2 };
    expect((await market.request.post('/payments/alipay').set(author.auth).send(spend)).status).toBe(201);
    expect((await withdraw(market, author, '25.00')).status).toBe(201);
    expect((await withdraw(market, author, '10.00')).body.code).toBe('not_withdrawable_yet');
  });

  it('lets one win of many who want the whole balance at once', async () => {
    const author = await rich('60.00');
    const answers = await Promise.all(Array.from({ length: 8 }, () => withdraw(market, author, '60.00')));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(answers.filter(({ body }) => body.code === 'insufficient_balance')).toHaveLength(7);
    expect(await wallet(market, author)).toMatchObject({ balance: '0.00', withdrawing: '60.00' });
  });

  it('never takes young money, also while tips come in', async () => {
    const { author, reader, article } = await openShop(market);
    await tip(market, reader, article.id, '20.00');
    await age(market, author, 7);
    const work = [1, 2, 3].flatMap(() => [
      tip(market, reader, article.id, '10.00').then(() => undefined),
      withdraw(market, author, '20.00').then(({ status }) => status),
    ]);
    const statuses = (await Promise.all(work)).filter((status) => status !== undefined);
    expect(statuses.toSorted()).toEqual([201, 409, 409]);
    expect(await wallet(market, author)).toMatchObject({ balance: '30.00', pending: '30.00' });
  });

  it('makes one withdrawal for one Idempotency-Key, also when asked at once', async () => {
    const author = await rich('90.00');
    const again = (amount: string) => withdraw(market, author, amount).set('Idempotency-Key', 'w-1');
    const answers = await Promise.all(Array.from({ length: 5 }, () => again('30.00')));
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 201, 201]);
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
    const other = await again('31.00');
    expect([other.status, other.body.code]).toEqual([422, 'idempotency_key_reused']);
    expect(await wallet(market, author)).toMatchObject({ balance: '60.00', withdrawing: '30.00' });
  });

  it('lists my own, newest first, page by page, and nobody else’s', async () => {
    const author = await rich('90.00');
    const ids: string[] = [];
    for (const amount of ['10.00', '11.00', '12.00'])
      ids.unshift((await withdraw(market, author, amount)).body.id);
    const list = (query: object, person = author) =>
      market.request.get('/wallet/withdrawals').query(query).set(person.auth);
    const first = (await list({ limit: 2 })).body;
    const second = (await list({ limit: 2, cursor: first.next_cursor })).body;
    expect([...first.items, ...second.items].map(({ id }: { id: string }) => id)).toEqual(ids);
    expect(second.next_cursor).toBeNull();
    expect((await list({}, await rich('10.00'))).body.items).toEqual([]);
    expect((await list({ cursor: 'nonsense' })).status).toBe(400);
  });

  it('pays a debt that arose meanwhile when the money comes back', async () => {
    const { author, reader, article } = await openShop(market);
    const rewardId = await tip(market, reader, article.id, '50.00');
    await age(market, author, 7);
    const { body } = await withdraw(market, author, '40.00');
    const refund = market.request.post(`/admin/rewards/${rewardId}/refunds`).set(admin.auth);
    expect((await refund.send({ money: '25.00', reason: 'x' })).status).toBe(201);
    expect(await wallet(market, author)).toMatchObject({
      balance: '0.00',
      debt: '15.00',
      withdrawing: '40.00',
    });
    expect((await decide(market, admin, body, 'reject')).status).toBe(200);
    expect(await wallet(market, author)).toMatchObject({
      balance: '25.00',
      debt: '0.00',
      withdrawing: '0.00',
    });
  });
});

describe('without a hold', () => {
  it('lets money of today be withdrawn, from the minimum that is set', async () => {
    const market = await openMarket({ withdrawals: { holdDays: 0, minFen: 50n } });
    const admin = await registerAdmin(market);
    const author = await earner(market, '5.00');
    expect(await wallet(market, author)).toMatchObject({ balance: '5.00', pending: '0.00' });
    expect((await withdraw(market, author, '0.49')).status).toBe(400);
    expect((await withdraw(market, author, '0.50')).status).toBe(201);
    await expectBalanced(market, admin);
    await market.close();
  });
});
