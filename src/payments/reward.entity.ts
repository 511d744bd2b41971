import { Column, Entity, PrimaryColumn } from 'typeorm';
import { fenColumn } from '../money/fen-column.js';
import type { RewardStatus } from './reward-state.js';

export type Channel = 'alipay' | 'balance';

/** One tip: a reader, an article, its author, an amount, a message, a channel, a state. */
@Entity('reward')
export class Reward {
  @PrimaryColumn('uuid')
  id: string;

  /** Our order number, unique for ever. */
  @Column('text', { name: 'out_trade_no' })
  outTradeNo: string;

  /** The provider's transaction number, null until paid. */
  @Column('text', { name: 'trade_no', nullable: true })
  tradeNo: string | null;

  @Column('uuid', { name: 'reader_id' })
  readerId: string;

  @Column('uuid', { name: 'author_id' })
  authorId: string;

  @Column('uuid', { name: 'article_id' })
  articleId: string;

  /** In fen. */
  @Column({ ...fenColumn, name: 'amount_fen' })
  amountFen: bigint;

  /** In fen, of amountFen. */
  @Column({ ...fenColumn, name: 'refunded_fen' })
  refundedFen: bigint;

  /** In fen: what refunds under way have taken from the author already. */
  @Column({ ...fenColumn, name: 'held_fen' })
  heldFen: bigint;

  /** The commission's rate, in percent with two decimals. */
  @Column('numeric', { name: 'fee_percent', precision: 4, scale: 2 })
  feePercent: string;

  /** In fen: the commission on amountFen. */
  @Column({ ...fenColumn, name: 'fee_fen' })
  feeFen: bigint;

  @Column('text')
  channel: Channel;

  @Column('text')
  status: RewardStatus;

  /** What the payer reads at the provider; kept because the same order must always be sent with the same content. */
  @Column('text')
  subject: string;

  @Column('text')
  message: string;

  /** The reader does not want to be named: only they and administrators see who it was. */
  @Column('boolean', { default: false })
  anonymous: boolean;

  /** The article's page does not show how much it was. */
  @Column('boolean', { name: 'hide_amount', default: false })
  hideAmount: boolean;

  @Column('timestamptz', { name: 'created_time' })
  createdTime: Date;

  /** When the order can no longer be paid; null for tips from balance. */
  @Column('timestamptz', { name: 'expires_time', nullable: true })
  expiresTime: Date | null;

  @Column('timestamptz', { name: 'paid_time', nullable: true })
  paidTime: Date | null;
}
