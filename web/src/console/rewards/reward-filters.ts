import type { Filters } from '../shared/address-filters.js';
import { addDays } from '../shared/clock.js';
import type { RewardsQuery } from './reward.js';

/** The filters of the list of rewards, as the address names them. */
export const REWARD_FILTERS = [
  'status',
  'channel',
  'author',
  'user',
  'article_id',
  'out_trade_no',
  'trade_no',
  'from',
  'to',
  'min',
  'max',
] as const;
export type RewardFilters = Filters<(typeof REWARD_FILTERS)[number]>;

/** What the server is asked: people mean the last day to be in the list, it means the moment before which. */
export function toRewardsQuery(filters: RewardFilters): RewardsQuery {
  const { to, ...rest } = filters;
  const before = to === undefined ? undefined : (addDays(to, 1) ?? to);
  // The address may say anything; what is no state or channel is refused by the server, by name.
  return { ...rest, ...(before !== undefined && { to: before }) } as RewardsQuery;
}

/** Where the same list is downloaded as a table for spreadsheets. */
export function csvAddress(filters: RewardFilters): string {
  const query = new URLSearchParams(toRewardsQuery(filters)).toString();
  return `/admin/rewards.csv${query && `?${query}`}`;
}
