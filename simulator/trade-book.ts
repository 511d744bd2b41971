import { randomUUID } from 'node:crypto';
import { endOfBeijingDay } from './beijing-time.js';
import { businessError } from './errors.js';
import type { Identity } from './identity.js';
import { refundFields, tradeFields } from './notification.js';
import type { Notifier } from './notifier.js';
import type { TradeStore } from './trade-store.js';
import {
  newToken,
  newTradeNo,
  promisedFen,
  refundedFen,
  type Order,
  type Refund,
  type Trade,
} from './trade.js';

export interface TradeBookOptions {
  store: TradeStore;
  notifier: Notifier;
  identity: Identity;
  now: () => number;
  /** Also tell the merchant of a trade closed unpaid; Alipay by default does not. */
  notifyOnClose: boolean;
}

/** A refund as asked for; without a number of its own it carries the order's, as Alipay does it. */
export interface RefundRequest {
  amountFen: bigint;
  outRequestNo?: string | undefined;
  /** Leave out_biz_no out of the notification. */
  omitOutBizNo?: boolean;
  /** Accept it, but let no money move before `dealRefund`. */
  pending?: boolean;
}

/** The life of trades: opened, paid, closed, refunded, finished. Each step is one write to the store. */
export class TradeBook {
  constructor(private readonly options: TradeBookOptions) {}

  /** The trade, closed first if its time is over. */
  find(key: { outTradeNo?: string | null; tradeNo?: string | null }): Trade | undefined {
    const { store } = this.options;
    const trade = key.tradeNo
      ? store.findByTradeNo(key.tradeNo)
      : store.findByOutTradeNo(key.outTradeNo ?? '');
    return trade && this.current(trade);
  }

  findByToken(token: string): Trade | undefined {
    const trade = this.options.store.findByToken(token);
    return trade && this.current(trade);
  }

  /** Newest first. */
  recent(limit: number): Trade[] {
    const trades = this.options.store.all().slice(-limit).reverse();
    return trades.map((trade) => this.current(trade));
  }

  /**
   * The buyer opens the cashier: from now on the trade exists. undefined: the order's time is over, and there is no
   * trade. The same number with other content is refused.
   */
  open(order: Order): Trade | undefined {
    const existing = this.find({ outTradeNo: order.outTradeNo });
    if (existing) {
      if (!isSameOrder(existing, order)) {
        throw businessError('CONTEXT_INCONSISTENT', '交易信息被篡改：同一商户订单号的内容与首次不一致');
      }
      return existing;
    }
    const now = this.options.now();
    if (order.expiresAt !== null && order.expiresAt <= now) return undefined;
    const trade = newTrade(order, this.freeTradeNo(now), now);
    this.options.store.save(trade);
    return trade;
  }

  /** The buyer pays. A trade already paid stays as it is: two clicks are one payment. False: it cannot be paid. */
  pay(trade: Trade): boolean {
    if (trade.paidAt !== null) return true;
    if (this.current(trade).status !== 'WAIT_BUYER_PAY') return false;
    trade.status = 'TRADE_SUCCESS';
    trade.paidAt = this.options.now();
    this.saveAndTell(trade);
    return true;
  }

  /** Closes an unpaid trade. */
  close(trade: Trade): void {
    if (trade.paidAt !== null) {
      throw businessError('REASON_TRADE_STATUS_INVALID', '交易状态异常，非待支付状态下不支持关单操作');
    }
    if (this.current(trade).status !== 'WAIT_BUYER_PAY') {
      throw businessError('TRADE_STATUS_ERROR', '交易状态不合法');
    }
    this.closeUnpaid(trade, this.options.now());
  }

  /** Gives money back. Same number and amount: the first refund again, `repeated`, and no money moves. */
  refund(trade: Trade, request: RefundRequest): { refund: Refund; repeated: boolean } {
    const outRequestNo = request.outRequestNo ?? trade.outTradeNo;
    const earlier = trade.refunds.find((one) => one.outRequestNo === outRequestNo);
    if (earlier) {
      if (earlier.amountFen !== request.amountFen) {
        throw businessError('DISCORDANT_REPEAT_REQUEST', '不一致的请求：同一退款请求号的金额与首次不一致');
      }
      return { refund: earlier, repeated: true };
    }
    this.checkRefundable(trade, request.amountFen);
    const refund: Refund = { outRequestNo, amountFen: request.amountFen, at: this.options.now() };
    trade.refunds.push(refund);
    if (request.pending) {
      refund.pending = true;
      this.options.store.save(trade);
    } else {
      this.finishRefund(trade, refund, request.omitOutBizNo ? null : outRequestNo);
    }
    return { refund, repeated: false };
  }

  /** Ends a pending refund: its money moves now, or it never was. False: there is no such pending refund. */
  dealRefund(trade: Trade, outRequestNo: string, succeeds: boolean): boolean {
    const refund = trade.refunds.find((one) => one.outRequestNo === outRequestNo && one.pending);
    if (!refund) return false;
    if (succeeds) {
      delete refund.pending;
      refund.at = this.options.now();
      this.finishRefund(trade, refund, outRequestNo);
    } else {
      trade.refunds = trade.refunds.filter((one) => one !== refund);
      this.options.store.save(trade);
    }
    return true;
  }

  /** A refund made by the seller in Alipay's own console: it gets a number that the merchant's server never saw. */
  refundInConsole(trade: Trade, request: RefundRequest): Refund {
    const outRequestNo = request.outRequestNo ?? randomUUID().replaceAll('-', '');
    return this.refund(trade, { ...request, outRequestNo }).refund;
  }

  /** The time for refunds is over. */
  finish(trade: Trade): void {
    if (trade.status !== 'TRADE_SUCCESS') throw businessError('TRADE_STATUS_ERROR', '交易状态不合法');
    trade.status = 'TRADE_FINISHED';
    this.saveAndTell(trade);
  }

  /** Closes every opened trade whose time is over. */
  sweep(): void {
    for (const trade of this.options.store.all()) this.current(trade);
  }

  private checkRefundable(trade: Trade, amountFen: bigint): void {
    if (trade.status === 'TRADE_FINISHED') throw businessError('TRADE_HAS_FINISHED', '交易已完结');
    if (trade.paidAt === null) throw businessError('TRADE_STATUS_ERROR', '交易状态不合法');
    if (trade.status === 'TRADE_CLOSED') throw businessError('TRADE_NOT_ALLOW_REFUND', '当前交易不允许退款');
    if (promisedFen(trade) + amountFen > trade.totalFen) {
      throw businessError('REFUND_AMT_NOT_EQUAL_TOTAL', '退款金额超限');
    }
  }

  private finishRefund(trade: Trade, refund: Refund, outBizNo: string | null): void {
    if (refundedFen(trade) === trade.totalFen) {
      trade.status = 'TRADE_CLOSED';
      trade.closedAt = refund.at;
    }
    this.saveAndTell(trade, refundFields(trade, refund.at, outBizNo));
  }

  private current(trade: Trade): Trade {
    if (trade.status === 'WAIT_BUYER_PAY' && trade.closesAt <= this.options.now()) {
      this.closeUnpaid(trade, trade.closesAt);
    }
    return trade;
  }

  private closeUnpaid(trade: Trade, at: number): void {
    trade.status = 'TRADE_CLOSED';
    trade.closedAt = at;
    if (this.options.notifyOnClose) this.saveAndTell(trade);
    else this.options.store.save(trade);
  }

  /** The change and the notification of it are one record: a crash loses neither or both. */
  private saveAndTell(trade: Trade, more: Record<string, string> = {}): void {
    const { notifier, store, identity } = this.options;
    const notice = notifier.prepare(trade, { ...tradeFields(trade, identity), ...more });
    store.save(trade);
    notifier.start(trade, notice);
  }

  private freeTradeNo(now: number): string {
    let tradeNo = newTradeNo(now);
    while (this.options.store.findByTradeNo(tradeNo)) tradeNo = newTradeNo(now);
    return tradeNo;
  }
}

function isSameOrder(one: Order, other: Order): boolean {
  const names = ['totalFen', 'subject', 'body', 'productCode', 'appId'] as const;
  return names.every((name) => one[name] === other[name]);
}

function newTrade(order: Order, tradeNo: string, now: number): Trade {
  const relative = order.timeoutMs === 'end-of-day' ? endOfBeijingDay(now) : now + order.timeoutMs;
  return {
    ...order,
    tradeNo,
    status: 'WAIT_BUYER_PAY',
    buyerId: '2088000000000900',
    buyerLogonId: 'dem***@sandbox.com',
    cashierToken: newToken(),
    createdAt: now,
    closesAt: order.expiresAt ?? relative,
    paidAt: null,
    closedAt: null,
    refunds: [],
    notices: [],
  };
}
