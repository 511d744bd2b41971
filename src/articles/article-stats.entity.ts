import { Column, Entity, PrimaryColumn } from 'typeorm';

/**
 * An article's counters, made with the article and never removed. A narrow row of its own, so that a tip never
 * waits for somebody who edits the article. Whoever changes several rows locks them in order of id.
 */
@Entity('article_stats')
export class ArticleStats {
  @PrimaryColumn('uuid', { name: 'article_id' })
  articleId: string;

  /** bigint: a decimal string, as the driver hands it over. */
  @Column('bigint', { name: 'read_count', default: 0 })
  readCount: string;

  /** Tips ever paid; refunds do not lower it. A decimal string. */
  @Column('bigint', { name: 'reward_count', default: 0 })
  rewardCount: string;
}
