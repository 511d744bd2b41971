import { PublicUserResponse } from '../users/users.dto.js';
import { RewardArticle } from './payments.dto.js';

/** Money given back. */
export class ReceiptRefund {
  /** @example "2.00" */
  money: string;
  refunded_time: string;
}

/** What a reader has paid, for their files. */
export class ReceiptResponse {
  /** The receipt's number, the same whenever it is asked for. */
  receipt_no: string;
  reward_id: string;
  /** Our order number. */
  out_trade_no: string;
  /** Alipay's transaction number; `""` for a tip from balance. */
  trade_no: string;
  /** Who paid. */
  payer: PublicUserResponse;
  /** The author who was tipped. */
  payee: PublicUserResponse;
  article: RewardArticle;
  message: string;
  /** @example "CNY" */
  currency: string;
  /** @example "5.00" */
  money: string;
  /** @example "2.00" */
  refunded_money: string;
  /** What was paid less what was given back. @example "3.00" */
  net_paid: string;
  refunds: ReceiptRefund[];
  channel: 'alipay' | 'balance';
  status: 'paid' | 'partially_refunded' | 'refunded';
  paid_time: string;
  /** When this copy was made. */
  issued_time: string;
}
