import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The tips of one author, or of one article, that ended otherwise than paid. Next to a long history they are few, and
 * to find none of them took all tips of the author, or all of that status. A tip that is ordered and paid
 * enters neither.
 */
export class EndedTips1796050000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(UP);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP INDEX reward_ended_of_author, reward_ended_of_article');
  }
}

const ENDED = `status IN ('closed', 'partially_refunded', 'refunded')`;

const UP = `
  CREATE INDEX reward_ended_of_author ON reward (author_id, status, id DESC) WHERE ${ENDED};
  CREATE INDEX reward_ended_of_article ON reward (article_id, status, id DESC) WHERE ${ENDED};
`;
