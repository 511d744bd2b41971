import { PublicUserResponse } from '../../users/users.dto.js';

/** Paid tips; amounts are yuan, before refunds and commission. */
class TipSum {
  tips: number;
  /** @example "120.00" */
  amount: string;
}

export class DaySum extends TipSum {
  /** In Beijing. @example "2026-11-22" */
  day: string;
}

export class HourSum extends TipSum {
  /** The hour of the day in Beijing, 0 to 23. @example 21 */
  hour: number;
}

/** Tips that were created in the period, by what has become of them. */
export class ChannelSum extends TipSum {
  channel: 'alipay' | 'balance';
  status: 'pending' | 'paid' | 'partially_refunded' | 'refunded' | 'closed';
  /** What of it was given back since. @example "5.00" */
  refunded: string;
}

export class ArticleSum extends TipSum {
  /** The article's. */
  id: string;
  title: string;
  author: PublicUserResponse;
}

export class AuthorSum extends TipSum {
  user: PublicUserResponse;
}

/** A period's tips. All but `by_channel` count paid tips by the time they were paid. */
export class StatisticsResponse {
  /** The first day, in Beijing. @example "2026-10-24" */
  from: string;
  /** The last day. @example "2026-11-22" */
  to: string;
  /** One for each day, oldest first. */
  by_day: DaySum[];
  /** One for each hour of the day, all days together. */
  by_hour: HourSum[];
  by_channel: ChannelSum[];
  /** The ten with the largest amounts. */
  top_articles: ArticleSum[];
  /** The ten with the largest amounts. */
  top_authors: AuthorSum[];
}
