import {
  type Market,
  type Person,
  openMarket,
  openShop,
  order,
  payAtCashier,
  wallet,
} from '../support/alipay.js';
import { registerAdmin } from '../support/app.js';

describe('the platform’s commission', () => {
  let market: Market;
  let admin: Person;
  beforeAll(async () => {
    market = await openMarket({ fees: { rate: 1000n } });
    admin = await registerAdmin(market);
  });
  afterAll(() => market.close());
  afterEach(async () => {
    market.simulator.faults.reset();
    const { body } = await market.request.get('/admin/ledger/check').set(admin.auth);
    expect(body.differences).toEqual([]);
  });

  async function paidTip(money: string) {
    const shop = await openShop(market);
    const tip = await order(market, shop.reader, shop.article.id, money);
    await fetch(`${market.url}/payments/alipay/result${new URL(await payAtCashier(market, tip)).search}`);
    return { ...shop, tip };
  }

  function refund(rewardId: string, money?: string) {
    const body = { reason: 'x', ...(money !== undefined && { money }) };
    return market.request.post(`/admin/rewards/${rewardId}/refunds`).set(admin.auth).send(body);
  }

  function transfersOf(rewardId: string) {
    const sql = 'SELECT kind, amount_fen::text AS fen FROM transfer WHERE reward_id = $1 ORDER BY id';
    return market.database.query(sql, [rewardId]);
  }

  it('is rounded down, goes to the platform, and the author’s fund flow shows one net row with gross and fee', async () => {
    const { author, tip } = await paidTip('9.99');
    expect(await wallet(market, author)).toMatchObject({ balance: '9.00', earned_total: '9.00' });
    const { body } = await market.request.get('/wallet/transactions').set(author.auth);
    expect(body.items).toHaveLength(1);
    expect(body.items[0]).toMatchObject({ kind: 'reward', amount: '9.00', gross: '9.99', fee: '0.99' });
    expect(await transfersOf(tip.rewardId)).toEqual([
      { kind: 'reward', fen: '900' },
      { kind: 'fee', fen: '99' },
    ]);
  });

  it('makes no transfer where it rounds to nothing', async () => {
    const { author, tip } = await paidTip('0.09');
    expect(await wallet(market, author)).toMatchObject({ balance: '0.09' });
    expect(await transfersOf(tip.rewardId)).toEqual([{ kind: 'reward', fen: '9' }]);
  });

  it('is not taken of a tip from balance', async () => {
    const { author } = await paidTip('10.00');
    const other = await openShop(market);
    const tip = { money: '9.00', article_id: other.article.id, type: 2 };
    expect((await market.request.post('/payments/alipay').set(author.auth).send(tip)).status).toBe(201);
    expect(await wallet(market, other.author)).toMatchObject({ balance: '9.00' });
  });

  it('goes back in proportion with each refund, the rest with the last', async () => {
    const { author, tip } = await paidTip('9.99');
    await refund(tip.rewardId, '0.05');
    await refund(tip.rewardId, '3.33');
    expect(await wallet(market, author)).toMatchObject({ balance: '5.95', debt: '0.00' });
    expect((await refund(tip.rewardId)).body).toMatchObject({ status: 'done', money: '6.61' });
    expect(await wallet(market, author)).toMatchObject({
      balance: '0.00',
      debt: '0.00',
      earned_total: '0.00',
    });
    const [fees] = await market.database.query(
      `SELECT sum(CASE WHEN kind = 'fee' THEN amount_fen ELSE -amount_fen END)::text AS kept FROM transfer
       WHERE reward_id = $1 AND kind IN ('fee', 'fee_refund')`,
      [tip.rewardId],
    );
    expect(fees).toEqual({ kept: '0' });
  });

  it('is kept after all when a refund is refused', async () => {
    const { author, tip } = await paidTip('10.00');
    const refusal = { methods: ['alipay.trade.refund'], sub_code: 'ACQ.SELLER_BALANCE_NOT_ENOUGH' };
    market.simulator.faults.set({ gateway: refusal });
    expect((await refund(tip.rewardId)).body.status).toBe('refused');
    expect(await wallet(market, author)).toMatchObject({ balance: '9.00', earned_total: '9.00' });
  });

  it('has its rate written on the order when it is made', async () => {
    const shop = await openShop(market);
    const tip = await order(market, shop.reader, shop.article.id, '10.00');
    const [row] = await market.database.query('SELECT fee_percent, fee_fen FROM reward WHERE id = $1', [
      tip.rewardId,
    ]);
    expect(row).toEqual({ fee_percent: '10.00', fee_fen: '100' });
  });
});
