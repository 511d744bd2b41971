import type { Announcement } from '../live/announcement.js';
import type { RewardRow } from './reward-row.js';

type Parties = Pick<RewardRow, 'id' | 'reader_id' | 'author_id'>;

/** A reward has changed its state: for the pages of its reader and its author. */
export function rewardChanged({ id, reader_id, author_id }: Parties): Announcement {
  return { kind: 'reward', rewardId: id, readerId: reader_id, authorId: author_id };
}

/** The same, where it was paid or given back: its article's supporters have changed as well. */
export function announcementsOf(reward: Parties & Pick<RewardRow, 'article_id'>): Announcement[] {
  return [rewardChanged(reward), { kind: 'supporters', articleId: reward.article_id }];
}
