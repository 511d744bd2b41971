import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { findArticleTitles } from '../../articles/article-titles.js';
import { type Statement, execute } from '../../database/statement.js';
import { inTransaction } from '../../database/transaction.js';
import { type DayRange, type DayRangeQuery, dayRange, daysOf } from '../../http/day-range.dto.js';
import { formatYuan } from '../../money/fen.js';
import type { PublicUserResponse } from '../../users/users.dto.js';
import { UsersService } from '../../users/users.service.js';
import type { ArticleSum, AuthorSum, StatisticsResponse } from './statistics.dto.js';
import {
  type SumRow,
  createdByChannel,
  paidByHour,
  topArticles,
  topAuthors,
  withoutReadingAll,
} from './statistics.queries.js';

const MAX_DAYS = 92;
const HOURS = Array.from({ length: 24 }, (_, hour) => hour);

/** Somebody who is no longer there. */
const NOBODY: PublicUserResponse = { id: '', username: '', nickname: '', avatar: '' };

/** What administrators see of a period's tips. Each answer is counted anew; it costs the period, not the history. */
@Injectable()
export class Statistics {
  private readonly underWay = new Map<string, Promise<StatisticsResponse>>();

  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    private readonly users: UsersService,
  ) {}

  /**
   * Those who ask for the same period at the same time share the counting.
   * @throws InvalidInput for more than 92 days
   */
  async read(query: DayRangeQuery): Promise<StatisticsResponse> {
    const range = dayRange(query, MAX_DAYS);
    const key = `${range.from} ${range.to}`;
    const shared = this.underWay.get(key);
    if (shared) return shared;
    const counted = this.count(range).finally(() => this.underWay.delete(key));
    this.underWay.set(key, counted);
    return counted;
  }

  /** One statement after the other: a summary may take a while, and tips need the connections. */
  private async count(range: DayRange): Promise<StatisticsResponse> {
    const byHour = await this.find(paidByHour, range);
    const channels = await this.find(createdByChannel, range);
    const articles = await this.find(topArticles, range);
    const authors = await this.find(topAuthors, range);
    return {
      ...range,
      by_day: daysOf(range).map((day) => ({ day, ...sumOf(byHour.filter((row) => row.day === day)) })),
      by_hour: HOURS.map((hour) => ({ hour, ...sumOf(byHour.filter((row) => row.hour === hour)) })),
      by_channel: channels.map(({ channel, status, refunded_fen, ...row }) => ({
        channel,
        status,
        ...sumOf([row]),
        refunded: formatYuan(BigInt(refunded_fen)),
      })),
      ...(await this.name(articles, authors)),
    };
  }

  /**
   * By the index of the period's times. PostgreSQL takes rows that an index of this kind (BRIN) finds for scattered over the
   * whole table, where they lie side by side, so that it thinks reading the whole table as cheap.
   */
  private find<Row>(statement: Statement<Row>, { from, to }: DayRange): Promise<Row[]> {
    return inTransaction(this.dataSource, async (tx) => {
      await execute(tx, withoutReadingAll, []);
      return execute(tx, statement, [from, to]);
    });
  }

  /** Adds titles and people to the ids. */
  private async name(
    articles: readonly (SumRow & { article_id: string; author_id: string })[],
    authors: readonly (SumRow & { author_id: string })[],
  ): Promise<{ top_articles: ArticleSum[]; top_authors: AuthorSum[] }> {
    const people = await this.users.findMany([...articles, ...authors].map(({ author_id }) => author_id));
    const titles = await findArticleTitles(
      this.dataSource,
      articles.map(({ article_id }) => article_id),
    );
    return {
      top_articles: articles.map(({ article_id: id, author_id, ...row }) => ({
        id,
        title: titles.get(id) ?? '',
        author: people.get(author_id) ?? NOBODY,
        ...sumOf([row]),
      })),
      top_authors: authors.map(({ author_id, ...row }) => ({
        user: people.get(author_id) ?? NOBODY,
        ...sumOf([row]),
      })),
    };
  }
}

function sumOf(rows: readonly SumRow[]): { tips: number; amount: string } {
  const amountFen = rows.reduce((sum, { amount_fen }) => sum + BigInt(amount_fen), 0n);
  return { tips: rows.reduce((sum, { tips }) => sum + tips, 0), amount: formatYuan(amountFen) };
}
