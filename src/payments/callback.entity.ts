import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { MessageSource } from './proof.js';

/** A message about an order, as it arrived. */
@Entity('callback')
export class Callback {
  @PrimaryColumn('uuid')
  id: string;

  @Column('text')
  source: MessageSource;

  @Column('timestamptz', { name: 'received_time' })
  receivedTime: Date;

  /** When an identical one came last. */
  @Column('timestamptz', { name: 'last_time' })
  lastTime: Date;

  @Column('integer')
  times: number;

  @Column('boolean')
  verified: boolean;

  @Column('text')
  outcome: string;

  @Column('text', { name: 'out_trade_no' })
  outTradeNo: string;

  @Column('text', { name: 'trade_no' })
  tradeNo: string;

  @Column('jsonb')
  params: Record<string, string>;
}
