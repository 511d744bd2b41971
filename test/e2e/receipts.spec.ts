import { type Market, openMarket, openShop, order, paymentNotice } from '../support/alipay.js';
import { register, registerAdmin } from '../support/app.js';
import { send } from '../support/books.js';

describe('a receipt', () => {
  let market: Market;
  beforeAll(async () => {
    market = await openMarket();
  });
  afterAll(() => market.close());

  async function paidTip() {
    const shop = await openShop(market);
    const tip = await order(market, shop.reader, shop.article.id, '5.00');
    await send(market, paymentNotice(tip, { trade_no: `t${tip.outTradeNo}` }));
    return { ...shop, tip };
  }

  it('says who paid whom how much for what, and by which transaction', async () => {
    const { reader, author, article, tip } = await paidTip();
    const { body } = await market.request
      .get(`/rewards/${tip.rewardId}/receipt`)
      .set(reader.auth)
      .expect(200);
    expect(body).toMatchObject({
      reward_id: tip.rewardId,
      out_trade_no: tip.outTradeNo,
      trade_no: `t${tip.outTradeNo}`,
      payer: { id: reader.user.id },
      payee: { id: author.user.id },
      article: { id: article.id, title: article.title },
      currency: 'CNY',
      money: '5.00',
      refunded_money: '0.00',
      net_paid: '5.00',
      refunds: [],
      channel: 'alipay',
      status: 'paid',
    });
    const again = await market.request.get(`/rewards/${tip.rewardId}/receipt`).set(reader.auth);
    expect(again.body.receipt_no).toBe(body.receipt_no);
    expect(Date.parse(body.issued_time)).toBeGreaterThanOrEqual(Date.parse(body.paid_time));
  });

  it('shows what was given back of it, and not of others', async () => {
    const { reader, tip } = await paidTip();
    const other = await paidTip();
    const changes = {
      refund_fee: '2.00',
      gmt_refund: '2026-11-23 09:00:00.123',
      out_biz_no: 'r1',
      notify_id: 'r1',
    };
    for (const { outTradeNo, ...rest } of [other.tip, tip])
      await send(market, paymentNotice({ outTradeNo, ...rest }, { trade_no: `t${outTradeNo}`, ...changes }));
    const { body } = await market.request.get(`/rewards/${tip.rewardId}/receipt`).set(reader.auth);
    expect(body).toMatchObject({ refunded_money: '2.00', net_paid: '3.00', status: 'partially_refunded' });
    expect(body.refunds).toMatchObject([{ money: '2.00' }]);
  });

  it('does not exist for its author, for administrators and for strangers', async () => {
    const { author, tip } = await paidTip();
    const path = `/rewards/${tip.rewardId}/receipt`;
    for (const person of [author, await register(market), await registerAdmin(market)]) {
      const answer = await market.request.get(path).set(person.auth);
      expect([answer.status, answer.body.code]).toEqual([404, 'reward_not_found']);
    }
    expect((await market.request.get(path)).status).toBe(401);
    expect((await market.request.get('/rewards/nonsense/receipt').set(author.auth)).status).toBe(404);
  });

  it('is not given for a tip that is not paid', async () => {
    const { reader, article } = await openShop(market);
    const tip = await order(market, reader, article.id);
    const answer = await market.request.get(`/rewards/${tip.rewardId}/receipt`).set(reader.auth);
    expect([answer.status, answer.body.code]).toEqual([409, 'reward_not_paid']);
  });
});
