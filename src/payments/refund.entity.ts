import { Column, Entity, PrimaryColumn } from 'typeorm';
import { fenColumn } from '../money/fen-column.js';

export type RefundStatus = 'pending' | 'done' | 'refused';

/** Money given back of a reward; one row a refund, unique by reward and out_request_no. */
@Entity('refund')
export class Refund {
  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid', { name: 'reward_id' })
  rewardId: string;

  /** The wallet's owner from whom it was taken. */
  @Column('uuid', { name: 'author_id' })
  authorId: string;

  @Column('text', { name: 'out_request_no' })
  outRequestNo: string;

  /** In fen. */
  @Column({ ...fenColumn, name: 'amount_fen' })
  amountFen: bigint;

  @Column('text')
  status: RefundStatus;

  @Column('text')
  origin: 'admin' | 'gateway' | 'bill';

  @Column('text')
  reason: string;

  @Column('timestamptz', { name: 'created_time' })
  createdTime: Date;

  @Column('timestamptz', { name: 'done_time', nullable: true })
  doneTime: Date | null;
}
