import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What somebody wrote. Its counters are a row of their own: article-stats.entity.ts. */
@Entity('article')
export class Article {
  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid', { name: 'author_id' })
  authorId: string;

  @Column('text')
  title: string;

  /** Markdown, as it was written. */
  @Column('text')
  content: string;

  /** The content as HTML that is safe to show; made when the content is written. */
  @Column('text', { name: 'html_content' })
  htmlContent: string;

  @Column('text', { name: 'collection_name', default: '' })
  collectionName: string;

  /** False: private, only its author sees it. */
  @Column('boolean', { name: 'is_public', default: true })
  isPublic: boolean;

  /** False: a draft, only its author sees it. */
  @Column('boolean', { name: 'is_show', default: true })
  isShow: boolean;

  /** False: nobody can begin to tip it; what was begun before can still be paid. */
  @Column('boolean', { name: 'tips_open', default: true })
  tipsOpen: boolean;

  /** Set: gone for everybody; the row stays for the rewards that name it. */
  @Column('timestamptz', { name: 'deleted_time', nullable: true })
  deletedTime: Date | null;

  @Column('timestamptz', { name: 'created_time', default: () => 'now()' })
  createdTime: Date;

  @Column('timestamptz', { name: 'updated_time', default: () => 'now()' })
  updatedTime: Date;
}
