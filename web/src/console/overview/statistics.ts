import type { components } from '../../api/schema.js';
import { sumYuan } from '../../money.js';

export type Statistics = components['schemas']['StatisticsResponse'];

/** The sums of a period: what was paid in it, and what was given back of the tips made in it. */
export function totalsOf({ by_day: days, by_channel: channels }: Statistics) {
  return {
    tips: days.reduce((sum, { tips }) => sum + tips, 0),
    amount: sumYuan(days.map(({ amount }) => amount)),
    refunded: sumYuan(channels.map(({ refunded }) => refunded)),
  };
}
