import type { RefundStatus } from '../refund.entity.js';

/** A refund as the driver hands it over. */
export interface RefundRow {
  id: string;
  reward_id: string;
  author_id: string;
  out_request_no: string;
  amount_fen: string;
  fee_fen: string;
  status: RefundStatus;
  origin: 'admin' | 'gateway' | 'bill';
  reason: string;
  refusal: string;
  try_count: number;
  created_time: Date;
  /** The provider's refunds, by number in fen, that this one stands for; only where it was booked as a sum. */
  adopted: Readonly<Record<string, string>>;
}

export const REFUND_COLUMNS = `id, reward_id, author_id, out_request_no, amount_fen, fee_fen, status, origin, reason,
  refusal, try_count, created_time, adopted`;
