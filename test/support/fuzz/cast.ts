import { type Market, type Person, openMarket, order, publish } from '../alipay.js';
import { register, registerAdmin } from '../app.js';
import { beijingDay, reconcile } from '../bills.js';
import { tip, withdraw } from '../payouts.js';

/** A server on which something has happened, and the people it happened to. */
export interface Cast {
  readonly market: Market;
  readonly people: Readonly<Record<'user' | 'admin', Person>>;
  /** What the names in angle brackets stand for. */
  readonly names: Readonly<Record<string, string>>;
  /** Undoes what requests may have done to people and articles, so that the next ones have something to ask for. */
  restore(): Promise<void>;
  close(): Promise<void>;
}

/** One of everything that a route can name. */
export async function openCast(): Promise<Cast> {
  const market = await openMarket({
    refunds: { dualControlFen: 100_000n },
    withdrawals: { minFen: 1n, holdDays: 0 },
  });
  const [user, other, admin] = [await register(market), await register(market), await registerAdmin(market)];
  const article = await publish(market, user);
  const otherArticle = await publish(market, other);
  const received = await tip(market, other, article.id, '9999.99');
  const sent = await tip(market, user, otherArticle.id, '5.00');
  const pending = await order(market, user, otherArticle.id);
  const withdrawal = await withdraw(market, user, '10.00');
  const proposal = await market.request
    .post(`/admin/rewards/${received}/refunds`)
    .set((await registerAdmin(market)).auth)
    .send({ money: '2000.00', reason: '误操作' });
  await reconcile(market, admin);
  const { body: reward } = await market.request.get(`/rewards/${sent}`).set(user.auth);
  const names = {
    article: article.id,
    other_article: otherArticle.id,
    received,
    sent,
    pending: pending.rewardId,
    withdrawal: withdrawal.body.id as string,
    proposal: proposal.body.id as string,
    user: user.user.id,
    admin: admin.user.id,
    username: other.user.username,
    day: beijingDay(),
    month: beijingDay().slice(0, 7),
    out_trade_no: reward.out_trade_no as string,
    trade_no: reward.trade_no as string,
    pending_no: pending.outTradeNo,
  };
  await market.database.query('CREATE TABLE kept_session AS SELECT * FROM session');
  const restore = async () => {
    await market.database.query('INSERT INTO session SELECT * FROM kept_session ON CONFLICT DO NOTHING');
    await market.database.query(
      `UPDATE users SET is_active = true, session_number = 0, role = CASE id WHEN $1 THEN 'user' ELSE role END`,
      [user.user.id],
    );
    await market.database.query(`UPDATE users SET role = 'admin' WHERE id = $1`, [admin.user.id]);
    await market.database.query(
      'UPDATE article SET deleted_time = NULL, is_public = true, is_show = true, tips_open = true',
    );
  };
  return { market, people: { user, admin }, names, restore, close: () => market.close() };
}

/** Puts what the names in angle brackets stand for in their place. */
export function named({ names }: Pick<Cast, 'names'>, text: string): string {
  return text.replace(/<(\w+)>/g, (whole, name: string) => names[name] ?? whole);
}
