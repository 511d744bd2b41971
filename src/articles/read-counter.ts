import {
  type BeforeApplicationShutdown,
  Injectable,
  Logger,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { DataSource } from 'typeorm';
import { execute } from '../database/statement.js';
import { addReads } from './articles.queries.js';

const FLUSH_INTERVAL_MS = 1000;
/** How many articles' reads are kept in memory; while the database is away, reads of further ones are not counted. */
const MAX_ARTICLES = 20_000;
/** How many rows one statement locks: tips wait for these locks, so they are held briefly. */
const BATCH_SIZE = 500;

/** Counts reads in memory and adds them up in the database about once a second: reading writes nothing. */
@Injectable()
export class ReadCounter implements BeforeApplicationShutdown, OnApplicationShutdown {
  private readonly logger = new Logger(ReadCounter.name);
  private readonly counts = new Map<string, number>();
  private timer: NodeJS.Timeout | undefined;
  private flushing: Promise<void> = Promise.resolve();

  constructor(private readonly dataSource: DataSource) {}

  /** Counts one read. `articleId` must exist. */
  count(articleId: string): void {
    if (!this.counts.has(articleId) && this.counts.size >= MAX_ARTICLES) return;
    this.counts.set(articleId, (this.counts.get(articleId) ?? 0) + 1);
    this.timer ??= setTimeout(() => void this.flush(), FLUSH_INTERVAL_MS).unref();
  }

  /** Writes what was counted so far; one flush at a time. Never rejects: what could not be written is kept. */
  flush(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.flushing = this.flushing.then(() => this.write());
    return this.flushing;
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.flush();
  }

  /** Again, for the requests that were under way when the server stopped listening. */
  async onApplicationShutdown(): Promise<void> {
    await this.flush();
    clearTimeout(this.timer);
  }

  private async write(): Promise<void> {
    const reads = [...this.counts].sort(([a], [b]) => (a < b ? -1 : 1));
    for (let start = 0; start < reads.length; start += BATCH_SIZE) {
      const batch = reads.slice(start, start + BATCH_SIZE);
      batch.forEach(([id]) => this.counts.delete(id));
      try {
        await execute(this.dataSource, addReads, [batch.map(([id]) => id), batch.map(([, n]) => n)]);
      } catch (error) {
        this.logger.warn(
          { err: error, articles: batch.length },
          'reads could not be written, kept for later',
        );
        this.keep(batch);
      }
    }
  }

  private keep(batch: readonly [string, number][]): void {
    for (const [id, reads] of batch) this.counts.set(id, (this.counts.get(id) ?? 0) + reads);
  }
}
