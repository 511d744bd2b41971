import * as v from 'valibot';
import { yuan } from './control-fields.js';
import { attemptView } from './control-view.js';
import type { Desk } from './desk.js';
import { formatYuan, parseYuan } from './money.js';
import { refundFields, tradeFields } from './notification.js';
import { isAccepted } from './post-form.js';
import type { Params } from './signing.js';
import { newNotifyId, refundedFen, type Notice, type Trade } from './trade.js';

/** The body of POST /simulator/trades/:out_trade_no/notify: what the notification says instead of the truth. */
export const notifyBody = v.strictObject({
  trade_status: v.optional(v.picklist(['WAIT_BUYER_PAY', 'TRADE_SUCCESS', 'TRADE_FINISHED', 'TRADE_CLOSED'])),
  /** Refund fields, without any refund being booked. */
  refund: v.optional(v.strictObject({ amount: yuan, out_biz_no: v.optional(v.string()) })),
  /** Any field: a text replaces or adds it, null leaves it out. */
  fields: v.optional(v.record(v.string(), v.nullable(v.string()))),
});

export type NotifyOverrides = v.InferOutput<typeof notifyBody>;

function refundOverride(trade: Trade, refund: NotifyOverrides['refund'], now: number): Params {
  if (!refund) return {};
  const soFar = refundedFen(trade) + (parseYuan(refund.amount) ?? 0n);
  return { ...refundFields(trade, now, refund.out_biz_no ?? null), refund_fee: formatYuan(soFar) };
}

function apply(base: Params, changes: Record<string, string | null>): Params {
  const kept = Object.entries({ ...base, ...changes }).filter(
    (entry): entry is [string, string] => entry[1] !== null,
  );
  return Object.fromEntries(kept);
}

/** A repeat carries the notify_id of the last notification; one with other content is a new notification. */
function noticeToSend(trade: Trade, overrides: NotifyOverrides, desk: Desk): Notice {
  const last = trade.notices.at(-1);
  if (last && Object.keys(overrides).length === 0) return last;
  const now = desk.now();
  const base = {
    ...tradeFields(trade, desk.identity),
    ...refundOverride(trade, overrides.refund, now),
    ...(overrides.trade_status ? { trade_status: overrides.trade_status } : {}),
  };
  const fields = apply(base, overrides.fields ?? {});
  const notifyId = newNotifyId(now);
  const notice: Notice = { notifyId, fields, rounds: 0, attempts: [], accepted: false, nextAt: null };
  trade.notices.push(notice);
  return notice;
}

/** Sends a notification at once, whatever faults are set, and tells what the merchant answered. */
export async function notifyNow(trade: Trade, overrides: NotifyOverrides, desk: Desk): Promise<unknown> {
  const notice = noticeToSend(trade, overrides, desk);
  const attempt = await desk.notifier.sendNow(trade, notice);
  return { notify_id: notice.notifyId, ...attemptView(attempt), accepted: isAccepted(attempt) };
}
