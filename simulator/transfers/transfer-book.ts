import type { TradeStore } from '../trade-store.js';
import { failure, outcomeFor, transferError } from './payees.js';
import {
  newOrderId,
  newPayFundOrderId,
  NEXT_STATUS,
  type Failure,
  type Transfer,
  type TransferOrder,
  type TransferStatus,
} from './transfer.js';

const CONTENT = ['amountFen', 'orderTitle', 'remark', 'identity', 'identityType', 'name'] as const;

/** The life of payouts. Each step is one write to the store; a refused one leaves nothing behind. */
export class TransferBook {
  constructor(
    private readonly store: TradeStore,
    private readonly now: () => number,
  ) {}

  /** Pays, once for each out_biz_no: the same order again is the first transfer as it stands, another is refused. */
  transfer(order: TransferOrder, pending: boolean): Transfer {
    const earlier = this.store.findTransfer(order.outBizNo);
    if (earlier) {
      if (CONTENT.some((name) => earlier[name] !== order[name])) {
        throw transferError('PAYMENT_INFO_INCONSISTENCY');
      }
      return earlier;
    }
    const now = this.now();
    const outcome = outcomeFor(order);
    const status = pending ? 'DEALING' : outcome.status;
    const transfer: Transfer = {
      ...order,
      ...outcome,
      status,
      failure: status === 'FAIL' ? outcome.failure : null,
      orderId: newOrderId(now),
      payFundOrderId: newPayFundOrderId(now),
      createdAt: now,
      paidAt: status === 'SUCCESS' ? now : null,
    };
    this.store.saveTransfer(transfer);
    return transfer;
  }

  findByOutBizNo(outBizNo: string): Transfer | undefined {
    return this.store.findTransfer(outBizNo);
  }

  findByOrderId(orderId: string): Transfer | undefined {
    return this.store.allTransfers().find((one) => one.orderId === orderId);
  }

  /** Newest first. */
  recent(limit: number): Transfer[] {
    return this.store.allTransfers().slice(-limit).reverse();
  }

  /** The merchant asks: money that was to come back has done so by now. */
  asked(transfer: Transfer): Transfer {
    if (transfer.comesBack && transfer.status === 'SUCCESS') this.deal(transfer, 'REFUND');
    return transfer;
  }

  /** Settles what is under way, or sends back what was paid. False: that cannot become of it. */
  deal(transfer: Transfer, status: TransferStatus, cause?: Failure): boolean {
    if (!NEXT_STATUS[transfer.status].includes(status)) return false;
    transfer.status = status;
    transfer.failure = status === 'SUCCESS' ? null : (cause ?? failure('PAYEE_USERINFO_STATUS_ERROR'));
    if (status === 'SUCCESS') transfer.paidAt = this.now();
    this.store.saveTransfer(transfer);
    return true;
  }
}
