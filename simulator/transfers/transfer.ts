import { beijingDate } from '../beijing-time.js';
import { digits } from '../trade.js';

/** 单据状态 of alipay.fund.trans.common.query. */
export type TransferStatus = 'SUCCESS' | 'DEALING' | 'FAIL' | 'REFUND';

export const IDENTITY_TYPES = ['ALIPAY_LOGON_ID', 'ALIPAY_USER_ID', 'ALIPAY_OPEN_ID'] as const;

/** Who is to be paid. */
export interface Payee {
  identity: string;
  identityType: (typeof IDENTITY_TYPES)[number];
  name: string | null;
}

/** What the merchant asked for. */
export interface TransferOrder extends Payee {
  outBizNo: string;
  amountFen: bigint;
  orderTitle: string;
  remark: string | null;
}

/** How a transfer ended, where it did not end well. */
export interface Failure {
  errorCode: string;
  failReason: string;
}

/** A payout that Alipay has accepted. All times are milliseconds since 1970 UTC. */
export interface Transfer extends TransferOrder {
  orderId: string;
  payFundOrderId: string;
  status: TransferStatus;
  failure: Failure | null;
  createdAt: number;
  paidAt: number | null;
  /** The first query finds the money come back. */
  comesBack: boolean;
}

/** 32 digits that begin with the Beijing date, like Alipay's own order_id. */
export function newOrderId(epochMs: number): string {
  return `${beijingDate(epochMs)}110070001506${digits(12)}`;
}

/** The number of the money's own movement, in the same form. */
export function newPayFundOrderId(epochMs: number): string {
  return `${beijingDate(epochMs)}110070101501${digits(12)}`;
}

/** What may become of a transfer. */
export const NEXT_STATUS: Record<TransferStatus, readonly TransferStatus[]> = {
  DEALING: ['SUCCESS', 'FAIL', 'REFUND'],
  SUCCESS: ['REFUND'],
  FAIL: [],
  REFUND: [],
};
