import type { Asker } from '../auth/current-user.decorator.js';
import type { PublicUserResponse } from '../users/users.dto.js';
import type { Reward } from './reward.entity.js';

/** Whom an answer is for. */
export type Viewer = Pick<Asker, 'id' | 'role'>;

/** Whoever asks a route that is open to administrators alone. */
export const ADMINISTRATOR: Viewer = { id: '', role: 'admin' };

/** Who stands in the place of a reader who does not want to be named. */
export const ANONYMOUS: PublicUserResponse = { id: '', username: '', nickname: '匿名', avatar: '' };

/** Whether the reward must not tell this viewer whom it is from: only its reader and administrators may know. */
export function hidesReader(reward: Pick<Reward, 'anonymous' | 'readerId'>, viewer: Viewer): boolean {
  return reward.anonymous && viewer.id !== reward.readerId && viewer.role !== 'admin';
}

/** In a transfer between reader and author: whose wallet does not show who is at the other end. */
export function hiddenFrom(reward: { anonymous: boolean; author_id: string }): { hiddenFrom?: string } {
  return reward.anonymous ? { hiddenFrom: reward.author_id } : {};
}
