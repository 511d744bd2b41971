import type { Channel } from './reward.entity.js';
import type { RewardStatus } from './reward-state.js';

/** A reward as the driver hands it over. */
export interface RewardRow {
  id: string;
  out_trade_no: string;
  trade_no: string | null;
  reader_id: string;
  author_id: string;
  article_id: string;
  amount_fen: string;
  refunded_fen: string;
  held_fen: string;
  fee_percent: string;
  fee_fen: string;
  fee_returned_fen: string;
  channel: Channel;
  status: RewardStatus;
  /** The author is not told who the reader is. */
  anonymous: boolean;
  subject: string;
  message: string;
  created_time: Date;
  expires_time: Date | null;
  paid_time: Date | null;
}

export const REWARD_COLUMNS = `id, out_trade_no, trade_no, reader_id, author_id, article_id, amount_fen, refunded_fen,
  held_fen, fee_percent, fee_fen, fee_returned_fen,
  channel, status, anonymous, subject, message, created_time, expires_time, paid_time`;

/** json_to_recordset's column list for rows that are to become rewards. */
export const REWARD_RECORD = `id uuid, out_trade_no text, reader_id uuid, author_id uuid, article_id uuid,
  amount_fen bigint, channel text, status text, subject text, message text, created_time timestamptz,
  expires_time timestamptz, fee_percent numeric, fee_fen bigint, next_check_time timestamptz, anonymous boolean, hide_amount boolean`;
