import type { components, operations } from '../../api/schema.js';

export type Reward = components['schemas']['RewardResponse'];
export type RewardStory = components['schemas']['AdminRewardResponse'];
export type Proposal = components['schemas']['RefundProposalResponse'];
export type Refund = components['schemas']['RefundResponse'];
export type HistoryEntry = components['schemas']['HistoryEntry'];
export type RewardsQuery = NonNullable<operations['adminRewards_list']['parameters']['query']>;

/** What a second administrator does about a refund. */
export type ProposalDecision = 'approve' | 'decline';

/** A decision that is about to be taken. */
export interface WantedDecision {
  readonly proposal: Proposal;
  readonly decision: ProposalDecision;
}

export const REWARD_STATUSES = ['pending', 'paid', 'partially_refunded', 'refunded', 'closed'] as const;
export const CHANNELS = ['alipay', 'balance'] as const;
