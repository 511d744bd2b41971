import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A state change of a reward; append-only. */
@Entity('reward_event')
export class RewardEventRow {
  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid', { name: 'reward_id' })
  rewardId: string;

  @Column('timestamptz')
  time: Date;

  @Column('text')
  source: string;

  @Column('text')
  kind: string;

  @Column('jsonb')
  detail: Record<string, string>;
}
