import type { components, operations } from '../../api/schema.js';

export type Reward = components['schemas']['RewardResponse'];
export type RewardStory = components['schemas']['AdminRewardResponse'];
export type Refund = components['schemas']['RefundResponse'];
export type HistoryEntry = components['schemas']['HistoryEntry'];
export type RewardsQuery = NonNullable<operations['adminRewards_list']['parameters']['query']>;

export const REWARD_STATUSES = ['pending', 'paid', 'partially_refunded', 'refunded', 'closed'] as const;
export const CHANNELS = ['alipay', 'balance'] as const;
