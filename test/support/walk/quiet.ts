import { OrderSweep } from '../../../src/payments/sweeps/order-sweep.js';
import { RefundSweep } from '../../../src/payments/sweeps/refund-sweep.js';
import { notify, paymentNotice, until } from '../alipay.js';
import { alipayTips } from './actions.js';
import { type SecondPayment, type World, tradeOf, yuan } from './world.js';

/**
 * After the storm: nothing fails any more, the sweeps run until they find nothing, and what only a day's bill would
 * tell (refunds made in Alipay's console whose notices were lost) is told once more. Payments are not told again:
 * the sweeps alone must find those.
 */
export async function comeToRest(world: World): Promise<void> {
  world.market.simulator.faults.reset();
  await notificationsAreOver(world);
  await sweepUntilQuiet(world);
  await tellRefunds(world);
  for (const second of world.second) await tellSecond(world, second);
  await notificationsAreOver(world);
  await sweepUntilQuiet(world);
}

async function notificationsAreOver(world: World): Promise<void> {
  for (const tip of alipayTips(world)) {
    await until(async () => {
      const trade = await tradeOf(world, tip);
      return trade?.notifications.every(({ next_time }) => next_time === null) ?? true;
    });
  }
}

/** Every open order's time comes to its end, and every refund's outcome to light. */
async function sweepUntilQuiet({ market, servers }: World): Promise<void> {
  for (const { app } of servers) {
    const orders = app.get(OrderSweep, { strict: false });
    await market.database.query(
      `UPDATE reward SET next_check_time = now() WHERE status = 'pending' AND expires_time > now()`,
    );
    await orders.confirm();
    await market.database.query(
      `UPDATE reward SET expires_time = now() - interval '1 minute', next_check_time = now() WHERE status = 'pending'`,
    );
    await orders.expire();
    await market.database.query(`UPDATE refund SET next_try_time = now() WHERE status = 'pending'`);
    await app.get(RefundSweep, { strict: false }).resolve();
  }
}

async function tellRefunds(world: World): Promise<void> {
  for (const tip of alipayTips(world)) {
    const notices = (await tradeOf(world, tip))?.notifications ?? [];
    for (const { fields, notify_id } of notices.filter(({ fields }) => fields.refund_fee)) {
      const body = world.market.sign({ ...fields, notify_id, notify_time: '2026-11-22 12:00:00' });
      expect(await notify(world.market, body)).toEqual({ status: 200, text: 'success' });
    }
  }
}

/** A refund of a second payment may overtake the payment; both come twice. */
async function tellSecond({ market }: World, { tip, tradeNo, refundedFen }: SecondPayment): Promise<void> {
  const payment = paymentNotice(tip, { trade_no: tradeNo, notify_id: tradeNo });
  const refund = paymentNotice(tip, {
    trade_no: tradeNo,
    notify_id: `${tradeNo}r`,
    refund_fee: yuan(refundedFen),
    gmt_refund: '2026-11-22 11:00:00.000',
    out_biz_no: `${tradeNo}r`,
  });
  for (const notice of refundedFen > 0n ? [refund, payment, refund, payment] : [payment, payment]) {
    expect(await notify(market, market.sign(notice))).toEqual({ status: 200, text: 'success' });
  }
}
