import { registerAdmin } from '../support/app.js';
import { type Market, openMarket, openShop, order, payAtCashier, until, wallet } from '../support/alipay.js';

describe('a tip by Alipay', () => {
  let market: Market;
  beforeAll(async () => {
    market = await openMarket();
  });
  afterAll(() => market.close());

  it('credits the author once, by notification and by return', async () => {
    const { author, reader, article } = await openShop(market);
    const tip = await order(market, reader, article.id, '5.00');
    expect(tip.bizContent).toMatchObject({ total_amount: '5.00', product_code: 'FAST_INSTANT_TRADE_PAY' });

    const returnUrl = await payAtCashier(market, tip);
    const result = await fetch(`${market.url}/payments/alipay/result${new URL(returnUrl).search}`);
    expect(await result.json()).toMatchObject({
      message: '支付成功！',
      reward: { status: 'paid', money: '5.00' },
    });
    expect(result.status).toBe(200);

    const admin = await registerAdmin(market);
    await until(async () => {
      const { body } = await market.request
        .get('/admin/callbacks')
        .query({ out_trade_no: tip.outTradeNo })
        .set(admin.auth);
      return (body.items as { source: string }[]).some(({ source }) => source === 'notify');
    });
    expect(await wallet(market, author)).toMatchObject({
      balance: '5.00',
      earned_total: '5.00',
      pending: '5.00',
    });
    const history = await market.request.get('/wallet/transactions').set(author.auth);
    expect(history.body.items).toMatchObject([
      {
        kind: 'reward',
        amount: '5.00',
        balance_after: '5.00',
        reward_id: tip.rewardId,
        counterparty: { id: reader.user.id },
      },
    ]);
    const supporters = await market.request.get(`/articles/${article.id}/rewards`);
    expect(supporters.body.items).toMatchObject([
      { money: '5.00', message: '写得好', user: { nickname: reader.user.nickname } },
    ]);
    const shown = await market.request.get(`/articles/${article.id}`);
    expect(shown.body.reward_count).toBe(1);
    const story = await market.request.get(`/admin/rewards/${tip.rewardId}`).set(admin.auth);
    expect(story.body.history.map((e: { outcome: string }) => e.outcome)).toEqual(
      expect.arrayContaining(['created', 'paid']),
    );
    const check = await market.request.get('/admin/ledger/check').set(admin.auth);
    expect(check.body).toMatchObject({ balanced: true, differences: [], transfers: 1 });
  });
});
