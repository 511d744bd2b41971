import { Column, Entity, PrimaryColumn } from 'typeorm';
import { fenColumn } from '../money/fen-column.js';

/** One account of the ledger. System accounts have no owner, and their balance is not kept here (see accounts.ts). */
@Entity('account')
export class Account {
  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid', { name: 'owner_id', nullable: true })
  ownerId: string | null;

  @Column('text')
  kind: string;

  /** In fen, never negative. */
  @Column({ ...fenColumn, name: 'balance_fen' })
  balanceFen: bigint;

  /** The number of the last transfer that touched this account. */
  @Column({ ...fenColumn, name: 'posting_count' })
  postingCount: bigint;

  /** In fen: tips received, less what refunds took back. */
  @Column({ ...fenColumn, name: 'earned_fen' })
  earnedFen: bigint;
}
