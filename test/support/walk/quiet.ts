import { OrderSweep } from '../../../src/payments/sweeps/order-sweep.js';
import { RefundSweep } from '../../../src/payments/sweeps/refund-sweep.js';
import { notify, paymentNotice, until } from '../alipay.js';
import { decide, sweepWithdrawals, withdrawalOf } from '../payouts.js';
import { alipayTips } from './actions.js';
import { reconcileDays } from './bills.js';
import { deal } from './withdrawal-actions.js';
import { type SecondPayment, type World, tradeOf, transferOf, yuan } from './world.js';

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
  await settleWithdrawals(world);
  await reconcileDays(world);
}

async function notificationsAreOver(world: World): Promise<void> {
  for (const tip of alipayTips(world)) {
    await until(async () => {
      const trade = await tradeOf(world, tip);
      return trade?.notifications.every(({ next_time }) => next_time === null) ?? true;
    });
  }
}

/** Every open order's time comes to its end, and every refund's outcome to light. Other processes sweep, too. */
async function sweepUntilQuiet({ market }: World): Promise<void> {
  const orders = market.app.get(OrderSweep, { strict: false });
  const refunds = market.app.get(RefundSweep, { strict: false });
  await until(async () => {
    await market.database.query(
      `UPDATE reward SET next_check_time = now() WHERE status = 'pending' AND expires_time > now()`,
    );
    await orders.confirm();
    await market.database.query(
      `UPDATE reward SET expires_time = now() - interval '1 minute', next_check_time = now() WHERE status = 'pending'`,
    );
    await orders.expire();
    await market.database.query(`UPDATE refund SET next_try_time = now() WHERE status = 'pending'`);
    await refunds.resolve();
    const open = await market.database.query(
      `SELECT 1 FROM reward WHERE status = 'pending' UNION ALL SELECT 1 FROM refund WHERE status = 'pending'`,
    );
    return open.length === 0;
  });
}

/** Everything that waits is decided, one way or the other, and every payout comes to its end. */
async function settleWithdrawals(world: World): Promise<void> {
  await until(async () => {
    let quiet = true;
    for (const [i, withdrawal] of world.withdrawals.entries()) {
      const seen = (await withdrawalOf(world.market, world.admin, withdrawal.id)) as WithdrawalView;
      const transfer = await transferOf(world, withdrawal.outBizNo);
      if (seen.status === 'requested') await decide(world.market, world.admin, seen, 'approve');
      // Nothing is paid from an account that holds too little.
      if (seen.status === 'approved' && seen.reason) await decide(world.market, world.admin, seen, 'reject');
      if (transfer?.status === 'DEALING') await deal(world, withdrawal, i);
      quiet &&= seen.status === 'paid' ? transfer?.status === 'SUCCESS' : ENDED.includes(seen.status);
    }
    await sweepWithdrawals(world.market);
    return quiet;
  }, 30_000);
}

const ENDED = ['rejected', 'failed', 'returned'];

interface WithdrawalView {
  id: string;
  revision: number;
  status: string;
  reason: string;
}

async function tellRefunds(world: World): Promise<void> {
  // The bill tells of the others.
  for (const tip of alipayTips(world).filter((_, i) => i % 2 === 0)) {
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
