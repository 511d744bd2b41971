import { registerAdmin } from '../support/app.js';
import {
  type Market,
  type Person,
  control,
  openMarket,
  openShop,
  order,
  payAtCashier,
  until,
  wallet,
} from '../support/alipay.js';
import { RefundSweep } from '../../src/payments/sweeps/refund-sweep.js';

describe('refunds', () => {
  let market: Market;
  let admin: Person;
  beforeAll(async () => {
    market = await openMarket();
    admin = await registerAdmin(market);
  });
  afterAll(() => market.close());
  afterEach(() => {
    market.simulator.faults.reset();
  });

  async function paidTip(money = '5.00') {
    const shop = await openShop(market);
    const tip = await order(market, shop.reader, shop.article.id, money);
    const returnUrl = await payAtCashier(market, tip);
    await fetch(`${market.url}/payments/alipay/result${new URL(returnUrl).search}`);
    return { ...shop, tip };
  }

  function refund(rewardId: string, body: object, key?: string) {
    const request = market.request.post(`/admin/rewards/${rewardId}/refunds`).set(admin.auth);
    return (key ? request.set('Idempotency-Key', key) : request).send(body);
  }

  async function expectBalanced() {
    const { body } = await market.request.get('/admin/ledger/check').set(admin.auth);
    expect(body.differences).toEqual([]);
  }

  async function reward(id: string) {
    return (await market.request.get(`/admin/rewards/${id}`).set(admin.auth)).body;
  }

  it('gives all that is left back to the reader and takes it from the author', async () => {
    const { author, tip } = await paidTip('5.00');
    const answer = await refund(tip.rewardId, { reason: '误操作' });
    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject({ money: '5.00', status: 'done', reason: '误操作' });
    expect(await reward(tip.rewardId)).toMatchObject({ status: 'refunded', refunded_money: '5.00' });
    expect(await wallet(market, author)).toMatchObject({
      balance: '0.00',
      earned_total: '0.00',
      pending: '0.00',
    });
    await expectBalanced();
  });

  it('gives a part back, and then the rest', async () => {
    const { author, tip } = await paidTip('5.00');
    expect((await refund(tip.rewardId, { money: '1.50', reason: 'a' })).body.status).toBe('done');
    expect(await reward(tip.rewardId)).toMatchObject({
      status: 'partially_refunded',
      refunded_money: '1.50',
    });
    expect(await wallet(market, author)).toMatchObject({ balance: '3.50' });
    expect((await refund(tip.rewardId, { money: 3.5, reason: 'b' })).body.status).toBe('done');
    expect(await reward(tip.rewardId)).toMatchObject({ status: 'refunded' });
    await expectBalanced();
  });

  it('refuses more than is left, an unpaid reward, a missing reason and a stranger', async () => {
    const { tip, reader, article } = await paidTip('5.00');
    const tooMuch = await refund(tip.rewardId, { money: '5.01', reason: 'x' });
    expect([tooMuch.status, tooMuch.body.code]).toEqual([409, 'refund_exceeds_paid']);
    const pending = await order(market, reader, article.id);
    expect((await refund(pending.rewardId, { reason: 'x' })).body.code).toBe('reward_not_paid');
    const noReason = await refund(tip.rewardId, { money: '1.00' });
    expect([noReason.status, noReason.body.errors[0].field]).toEqual([400, 'reason']);
    expect(
      (await market.request.post(`/admin/rewards/${tip.rewardId}/refunds`).set(reader.auth).send({})).status,
    ).toBe(403);
    expect((await refund('nonsense', { reason: 'x' })).status).toBe(404);
  });

  it('refuses “all that is left” where nothing is', async () => {
    const { tip } = await paidTip('5.00');
    expect((await refund(tip.rewardId, { reason: 'x' })).status).toBe(201);
    const again = await refund(tip.rewardId, { reason: 'x' });
    expect([again.status, again.body.code]).toEqual([409, 'refund_exceeds_paid']);
  });

  it.each([null, undefined])('takes money that is %p for all that is left', async (money) => {
    const { tip } = await paidTip('5.00');
    await refund(tip.rewardId, { money: '1.50', reason: 'x' });
    expect((await refund(tip.rewardId, { money, reason: 'x' })).body).toMatchObject({ money: '3.50' });
  });

  it.each(['', 'abc', '0', '1.001', {}, true])(
    'refuses %p for money, and gives nothing back',
    async (money) => {
      const { tip } = await paidTip('5.00');
      const { status, body } = await refund(tip.rewardId, { money, reason: 'x' });
      expect([status, body.code]).toEqual([400, 'invalid_input']);
      expect(await reward(tip.rewardId)).toMatchObject({ status: 'paid', refunded_money: '0.00' });
    },
  );

  it('never gives back more than was paid, however many ask at once', async () => {
    const { author, tip } = await paidTip('5.00');
    const answers = await Promise.all(
      Array.from({ length: 12 }, () => refund(tip.rewardId, { money: '1.00', reason: 'x' })),
    );
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(5);
    expect(answers.filter(({ body }) => body.code === 'refund_exceeds_paid')).toHaveLength(7);
    expect(await wallet(market, author)).toMatchObject({ balance: '0.00' });
    await expectBalanced();
  });

  it('does one refund for one Idempotency-Key, also when asked twice at once', async () => {
    const { tip } = await paidTip('5.00');
    const answers = await Promise.all(
      Array.from({ length: 6 }, () => refund(tip.rewardId, { reason: 'x' }, 'key-1')),
    );
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
    expect((await refund(tip.rewardId, { reason: 'other' }, 'key-1')).body.code).toBe(
      'idempotency_key_reused',
    );
    expect((await reward(tip.rewardId)).refunds).toHaveLength(1);
  });

  it.each([
    ['down', { down: true }],
    ['answering 502', { status: 502 }],
    ['slower than anybody waits', { slow_ms: 2600 }],
    ['answering without a signature after doing the work', { unsigned: true }],
    ['dying after doing the work', { die_after_work: true }],
    ['answering nonsense', { nonsense: true }],
  ])('is exactly one refund when the gateway is %s and comes back', async (_, fault) => {
    const { author, tip } = await paidTip('5.00');
    market.simulator.faults.set({ gateway: fault });
    const answer = await refund(tip.rewardId, { money: '2.00', reason: 'x' });
    expect([answer.status, answer.body.status]).toEqual([202, 'pending']);
    expect(await wallet(market, author)).toMatchObject({ balance: '3.00' });
    await expectBalanced();
    market.simulator.faults.reset();
    await market.database.query(`UPDATE refund SET next_try_time = now() WHERE status = 'pending'`);
    await market.app.get(RefundSweep, { strict: false }).resolve();
    expect(await reward(tip.rewardId)).toMatchObject({
      status: 'partially_refunded',
      refunded_money: '2.00',
    });
    expect(await wallet(market, author)).toMatchObject({ balance: '3.00' });
    const trade = await fetch(`${market.simulator.url}/simulator/trades/${tip.outTradeNo}`);
    expect(((await trade.json()) as { refund_fee: string }).refund_fee).toBe('2.00');
    await expectBalanced();
  });

  it('is done at once when only the reply to it is lost, since its state can be asked', async () => {
    const { author, tip } = await paidTip('5.00');
    market.simulator.faults.set({ gateway: { methods: ['alipay.trade.refund'], die_after_work: true } });
    const answer = await refund(tip.rewardId, { money: '2.00', reason: 'x' });
    expect([answer.status, answer.body.status]).toEqual([201, 'done']);
    expect(await wallet(market, author)).toMatchObject({ balance: '3.00' });
    await expectBalanced();
  });

  it('gives the money back to the author when the gateway refuses for good, and says why', async () => {
    const { author, tip } = await paidTip('5.00');
    market.simulator.faults.set({
      gateway: { methods: ['alipay.trade.refund'], sub_code: 'ACQ.SELLER_BALANCE_NOT_ENOUGH' },
    });
    const answer = await refund(tip.rewardId, { reason: 'x' });
    expect(answer.body.status).toBe('refused');
    expect(answer.body.reason).not.toBe('x');
    expect(await reward(tip.rewardId)).toMatchObject({ status: 'paid', refunded_money: '0.00' });
    expect(await wallet(market, author)).toMatchObject({ balance: '5.00', earned_total: '5.00' });
    await expectBalanced();
  });

  it('makes what the author has spent a debt, which later tips pay first', async () => {
    const { author, tip, reader } = await paidTip('5.00');
    const other = await openShop(market);
    const spend = { money: '4.00', article_id: other.article.id, type: 2 };
    expect((await market.request.post('/payments/alipay').set(author.auth).send(spend)).status).toBe(201);
    expect((await refund(tip.rewardId, { reason: 'x' })).body.status).toBe('done');
    expect(await wallet(market, author)).toMatchObject({ balance: '0.00', debt: '4.00' });
    await expectBalanced();
    const articles = await market.request.get('/articles').query({ author: author.user.id });
    const next = await order(market, reader, articles.body.items[0].id, '10.00');
    await fetch(`${market.url}/payments/alipay/result${new URL(await payAtCashier(market, next)).search}`);
    expect(await wallet(market, author)).toMatchObject({ balance: '6.00', debt: '0.00' });
    await expectBalanced();
  });

  it('gives a tip from balance back to the reader’s balance', async () => {
    const { author } = await paidTip('5.00');
    const other = await openShop(market);
    const paid = await market.request
      .post('/payments/alipay')
      .set(author.auth)
      .send({ money: '4.00', article_id: other.article.id, type: 2 });
    const rewardId = paid.headers.location!.replace('/rewards/', '');
    expect((await refund(rewardId, { money: '3.00', reason: 'x' })).body).toMatchObject({ status: 'done' });
    expect(await wallet(market, author)).toMatchObject({ balance: '4.00', earned_total: '5.00' });
    expect(await wallet(market, other.author)).toMatchObject({ balance: '1.00' });
    await expectBalanced();
  });

  it('books a refund made in Alipay’s own console once, however often it is told', async () => {
    const { author, tip } = await paidTip('5.00');
    await control(market, tip.outTradeNo, 'refund', { amount: '2.00' });
    await until(async () => (await reward(tip.rewardId)).status === 'partially_refunded');
    await control(market, tip.outTradeNo, 'notify');
    await control(market, tip.outTradeNo, 'refund', { amount: '1.00', omit_out_biz_no: true });
    await until(async () => (await reward(tip.rewardId)).refunded_money === '3.00');
    expect(await wallet(market, author)).toMatchObject({ balance: '2.00' });
    expect((await reward(tip.rewardId)).refunds).toHaveLength(2);
    await expectBalanced();
  });
});
