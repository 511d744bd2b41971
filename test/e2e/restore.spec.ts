import { createSecretKey } from 'node:crypto';
import { uuidv7 } from 'uuidv7';
import { OrderNumbers } from '../../src/payments/order-numbers.js';
import type { OrderOrigin } from '../../src/payments/order-origin.js';
import { OrderSweep } from '../../src/payments/sweeps/order-sweep.js';
import {
  control,
  type Market,
  notify,
  openBranch,
  openCashier,
  openMarket,
  openShop,
  order,
  payAtCashier,
  paymentNotice,
  type Person,
  until,
  wallet,
} from '../support/alipay.js';
import { registerAdmin } from '../support/app.js';
import { backUp } from '../support/backup.js';
import { beijingDay, plant, reconcile } from '../support/bills.js';
import {
  checkLedger,
  comeBack,
  expectBalanced,
  REFUSED,
  rewardOf,
  send,
  storyOf,
  SUCCESS,
} from '../support/books.js';
import { earlierOutTradeNo } from '../support/earlier-numbers.js';
import { decide, withdraw, withdrawalOf } from '../support/payouts.js';

type Tip = Awaited<ReturnType<typeof order>>;

/** What matters of a tip, whoever made it: the same before and after, to the fen. */
const TIPS = `SELECT out_trade_no, trade_no, reader_id, author_id, article_id, amount_fen, refunded_fen, held_fen, fee_fen,
  fee_returned_fen, status, subject, created_time FROM reward WHERE paid_time IS NOT NULL ORDER BY out_trade_no`;

describe('a database that was restored from a backup of an hour ago', () => {
  let market: Market;
  let admin: Person;
  let shop: Awaited<ReturnType<typeof openShop>>;
  let second: Awaited<ReturnType<typeof openShop>>;
  beforeAll(async () => {
    market = await openMarket({ certified: true, fees: { rate: 500n }, withdrawals: { holdDays: 0 } });
    admin = await registerAdmin(market);
    shop = await openShop(market);
    second = await openShop(market, { title: '另一篇' });
  });
  afterAll(async () => {
    await market.app.close();
    await market.close();
  });

  const ordered = (money: string, of = shop) => order(market, of.reader, of.article.id, money);

  async function paid(money: string, of = shop): Promise<Tip> {
    const tip = await ordered(money, of);
    await payAtCashier(market, tip);
    await until(() => isPaid(tip));
    return tip;
  }

  async function isPaid({ outTradeNo }: Tip): Promise<boolean> {
    const rows = await market.database.query(
      'SELECT 1 FROM reward WHERE out_trade_no = $1 AND paid_time IS NOT NULL',
      [outTradeNo],
    );
    return rows.length > 0;
  }

  async function refund({ rewardId }: Tip, money?: string): Promise<void> {
    const path = `/admin/rewards/${rewardId}/refunds`;
    const { status } = await market.request.post(path).set(admin.auth).send({ money, reason: 'x' });
    expect(status).toBe(201);
  }

  /** An order that expired here while its page was still open. */
  async function closedTip(money: string): Promise<Tip> {
    const tip = await ordered(money);
    await market.database.query(
      `UPDATE reward SET expires_time = now() - interval '1 minute', next_check_time = now() WHERE id = $1`,
      [tip.rewardId],
    );
    await market.app.get(OrderSweep, { strict: false }).expire();
    return tip;
  }

  async function balances() {
    const wallets = await Promise.all([shop.author, second.author].map((author) => wallet(market, author)));
    return wallets.map(({ balance, withdrawing, debt, earned_total }) => ({
      balance,
      withdrawing,
      debt,
      earned_total,
    }));
  }

  /** The paid trades at the gateway, with all that was given back of them. */
  async function tradesThere(): Promise<object[]> {
    const answer = await fetch(`${market.simulator.url}/simulator/trades`);
    const { items } = (await answer.json()) as { items: Record<string, string | null>[] };
    return items
      .filter(({ paid_time }) => paid_time !== null)
      .map(({ out_trade_no, trade_no, total_amount, refund_fee }) => ({
        ...{ out_trade_no, trade_no, total_amount, refund_fee },
      }))
      .sort((a, b) => (a.out_trade_no! < b.out_trade_no! ? -1 : 1));
  }

  async function tradesHere(): Promise<object[]> {
    return market.database.query(
      `SELECT out_trade_no, trade_no, to_char(amount_fen / 100.0, 'FM999990.00') AS total_amount,
         to_char(refunded_fen / 100.0, 'FM999990.00') AS refund_fee
       FROM reward WHERE trade_no IS NOT NULL ORDER BY out_trade_no COLLATE "C"`,
    );
  }

  it('gets every payment since back, with its refunds, from the gateway and the bill; nothing twice', async () => {
    const old = await paid('20.00');
    const pending = await ordered('3.00');
    const closed = await closedTip('4.00');
    const asked = await withdraw(market, shop.author, '10.00');
    const restore = await backUp(market);

    await payAtCashier(market, pending);
    await payAtCashier(market, closed);
    await refund(old, '5.00');
    const plain = await paid('6.00', second);
    const twins = await Promise.all([paid('7.77'), paid('7.77')]);
    const whole = await paid('8.00', second);
    await refund(whole);
    const part = await paid('9.99');
    await refund(part, '1.11');
    await control(market, part.outTradeNo, 'refund', { amount: '2.22', out_request_no: 'console_1' });
    await until(async () => (await Promise.all([pending, closed].map(isPaid))).every(Boolean));
    await until(async () => (await rewardOf(market, admin, part.rewardId)).refunded_money === '3.33');
    await decide(market, admin, asked.body, 'approve');
    const late = await ordered('1.23', second);
    const open = await ordered('2.34');
    await openCashier(late.payUrl);
    await openCashier(open.payUrl);
    const before = await balances();
    const tips = await market.database.query(TIPS);

    await restore(() => control(market, late.outTradeNo, 'pay'));
    expect(await isPaid(old)).toBe(true);
    expect(await tradesHere()).toHaveLength(1);

    // What was not acknowledged comes again, and a page that stayed open is paid now: both orders are known again by it.
    await control(market, open.outTradeNo, 'pay');
    await until(async () => (await isPaid(late)) && (await isPaid(open)));
    const first = await reconcile(market, admin);
    expect(first).toMatchObject({ difference_count: 0, payment_count: 10 });
    const seen = await withdrawalOf(market, admin, asked.body.id as string);
    expect(seen.status).toBe('requested');
    expect((await decide(market, admin, seen, 'approve')).body.status).toBe('paid');

    expect(await tradesHere()).toEqual(await tradesThere());
    expect(await market.database.query(TIPS)).toEqual(expect.arrayContaining(tips));
    expect(await balances()).toEqual([plus(before[0]!, '2.23'), plus(before[1]!, '1.17')]);
    const transfers = await fetch(`${market.simulator.url}/simulator/transfers`);
    expect(((await transfers.json()) as { items: object[] }).items).toHaveLength(1);
    const lost = [plain, ...twins, whole, part, late, open].map(({ outTradeNo }) => outTradeNo).sort();
    const again = await market.database.query(
      `SELECT r.out_trade_no, r.anonymous, r.hide_amount, left(replace(r.id::text, '-', ''), 12) =
         lpad(to_hex((extract(epoch FROM r.created_time) * 1000)::bigint), 12, '0') AS sorts
       FROM reward r JOIN reward_event e ON e.reward_id = r.id AND e.kind = 'made_again' ORDER BY r.out_trade_no COLLATE "C"`,
    );
    const remade = { anonymous: true, hide_amount: true, sorts: true };
    expect(again).toEqual(lost.map((out_trade_no) => ({ out_trade_no, ...remade })));
    await expectBalanced(market, admin);

    const { transfers: booked } = await checkLedger(market, admin);
    for (const { outTradeNo } of [plain, late, whole]) await control(market, outTradeNo, 'notify');
    expect(await reconcile(market, admin)).toEqual(first);
    expect(await checkLedger(market, admin)).toMatchObject({ balanced: true, transfers: booked });
  }, 60_000);

  describe('and one order that is not there any more', () => {
    /** The order as it is after a restore: nowhere here, while its page is open. */
    async function lost(money: string, of = shop): Promise<Tip> {
      const tip = await ordered(money, of);
      await openCashier(tip.payUrl);
      await market.database.query('DELETE FROM reward WHERE id = $1', [tip.rewardId]);
      return tip;
    }

    async function found({ outTradeNo }: Tip) {
      const [row] = await market.database.query(
        'SELECT id, status, amount_fen, refunded_fen FROM reward WHERE out_trade_no = $1',
        [outTradeNo],
      );
      return row;
    }

    /** Pays it there, where nobody tells of it, and writes the notification that would. */
    async function paidNotice(tip: Tip): Promise<Record<string, string>> {
      silence();
      await control(market, tip.outTradeNo, 'pay');
      const answer = await fetch(`${market.simulator.url}/simulator/trades/${tip.outTradeNo}`);
      const { trade_no } = (await answer.json()) as { trade_no: string };
      return paymentNotice(tip, { trade_no, notify_id: trade_no });
    }

    const silence = () => {
      market.simulator.faults.set({ notifications: { never: true } });
    };
    afterEach(async () => {
      market.simulator.faults.reset();
      await expectBalanced(market, admin);
    });

    it('is paid, once, by notifications that reach two instances at the same time', async () => {
      const tips = await Promise.all(['1.00', '2.00', '3.00'].map((money) => lost(money)));
      const branch = await openBranch(market);
      const notices = await Promise.all(tips.map(paidNotice));
      const sent = [market, branch].flatMap(({ url }) =>
        [...notices, ...notices].map((notice) => notify({ url }, market.sign(notice))),
      );
      expect(await Promise.all(sent)).toEqual(sent.map(() => SUCCESS));
      await branch.close();
      for (const tip of tips) {
        const { id, status } = (await found(tip))!;
        expect(status).toBe('paid');
        expect(await storyOf(market, admin, id as string)).toEqual(['created', 'made_again', 'paid']);
      }
    });

    it('is shown to the reader who comes back from paying it', async () => {
      silence();
      const tip = await lost('5.00');
      const returned = await control(market, tip.outTradeNo, 'pay');
      const { status, body } = await comeBack(market, new URL(returned.return_url as string).search.slice(1));
      expect([status, body.message]).toEqual([200, '支付成功！']);
      expect(body.reward).toMatchObject({ out_trade_no: tip.outTradeNo, money: '5.00', status: 'paid' });
    });

    it('is paid and given back by a notification of a refund alone', async () => {
      silence();
      const tip = await lost('5.00');
      await control(market, tip.outTradeNo, 'pay');
      await control(market, tip.outTradeNo, 'refund', { amount: '2.00', out_request_no: 'since' });
      await control(market, tip.outTradeNo, 'notify', { refund: { amount: '2.00', out_biz_no: 'since' } });
      await until(async () => (await found(tip))?.refunded_fen === '200');
    });

    it('stays unknown while it is not paid, whatever a bill or a stranger says', async () => {
      const tip = await lost('5.00');
      await plant(market, beijingDay(), [{ kind: 'extra', out_trade_no: tip.outTradeNo, amount: '5.00' }]);
      const { differences } = await reconcile(market, admin);
      expect(differences).toMatchObject([
        { kind: 'missing_here', subject: 'payment', out_trade_no: tip.outTradeNo, reward_id: null },
      ]);
      await plant(market, beijingDay(), []);
      expect(await reconcile(market, admin)).toMatchObject({ difference_count: 0 });
      expect(await send(market, paymentNotice(tip, { app_id: '2021000000000001' }))).toEqual(REFUSED);
      expect(await notify(market, market.sign(paymentNotice(tip)).replace('5.00', '6.00'))).toEqual(REFUSED);
      expect(await send(market, paymentNotice(tip, { trade_status: 'WAIT_BUYER_PAY' }))).toEqual(REFUSED);
      expect(await found(tip)).toBeUndefined();
    });

    it('is paid by a number from before they were authenticated', async () => {
      const tip = await lost('5.00');
      const { readerId, articleId } = originOf(tip);
      const [row] = await market.database.query('SELECT key FROM order_number_key', []);
      const made = { createdTime: new Date('2026-11-22T16:00:00.007Z'), readerId, articleId };
      const outTradeNo = earlierOutTradeNo(createSecretKey(row!.key as Buffer), made);
      expect(await send(market, paymentNotice({ ...tip, outTradeNo }))).toEqual(SUCCESS);
      expect(await found({ ...tip, outTradeNo })).toMatchObject({ status: 'paid', amount_fen: '500' });
    });

    it.each([
      ['its number is of an earlier version', () => '20261123000000007a3f09c2b6d1e4f5a6b7c8d9e'],
      ['a character of its number was changed', ({ outTradeNo }: Tip) => otherwise(outTradeNo)],
      ['there is no such reader', (tip: Tip) => numberOf({ articleId: shop.article.id }, tip)],
      ['there is no such article', (tip: Tip) => numberOf({ readerId: shop.reader.user.id }, tip)],
      [
        'it would be the author’s own',
        (tip: Tip) => numberOf({ articleId: shop.article.id, readerId: shop.author.user.id }, tip),
      ],
    ])('stays unknown where %s', async (_, numberFor) => {
      const tip = await lost('5.00');
      const outTradeNo = numberFor(tip);
      expect(await send(market, paymentNotice({ ...tip, outTradeNo }))).toEqual(REFUSED);
      expect(await found({ ...tip, outTradeNo })).toBeUndefined();
    });

    const numbers = () => market.app.get(OrderNumbers, { strict: false });
    const originOf = ({ outTradeNo }: Tip): OrderOrigin => numbers().read(outTradeNo)!;

    function otherwise(outTradeNo: string): string {
      return outTradeNo.slice(0, -1) + (outTradeNo.endsWith('1') ? '2' : '1');
    }

    function numberOf(changes: Partial<OrderOrigin>, tip: Tip): string {
      const { createdTime } = originOf(tip);
      return numbers().make({ createdTime, readerId: uuidv7(), articleId: uuidv7(), ...changes });
    }

    it('is the article’s all the same where that was deleted meanwhile', async () => {
      const own = await openShop(market);
      const tip = await lost('5.00', own);
      expect((await market.request.delete(`/articles/${own.article.id}`).set(own.author.auth)).status).toBe(
        204,
      );
      expect(await send(market, await paidNotice(tip))).toEqual(SUCCESS);
      expect(await wallet(market, own.author)).toMatchObject({ balance: '4.75' });
    });
  });
});

function plus(one: Record<string, string | undefined>, yuan: string) {
  const sum = (text = '') => ((fenOf(text) + fenOf(yuan)) / 100).toFixed(2);
  return { ...one, balance: sum(one.balance), earned_total: sum(one.earned_total) };
}

function fenOf(yuan: string): number {
  return Math.round(Number(yuan) * 100);
}
