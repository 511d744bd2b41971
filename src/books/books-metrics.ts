import { Inject, Injectable, Logger } from '@nestjs/common';
import { Gauge, Registry } from 'prom-client';
import { DataSource } from 'typeorm';
import { execute, statement } from '../database/statement.js';

interface LastCheck {
  balanced: number;
  seconds: number;
}

const LAST = statement<LastCheck>(
  'books.last',
  `SELECT balanced::integer AS balanced, extract(epoch FROM checked_time)::float8 AS seconds
   FROM books_check WHERE checked_time IS NOT NULL`,
);

/** What the newest nightly recount found, whichever instance did it. There is no value before the first one. */
@Injectable()
export class BooksMetrics {
  private readonly logger = new Logger('Books');

  constructor(
    private readonly registry: Registry,
    @Inject(DataSource) private readonly dataSource: DataSource,
  ) {
    this.gauge(
      'zanshang_books_balanced',
      '1 where the newest recount of the books found no difference, otherwise 0',
      ({ balanced }) => balanced,
    );
    this.gauge(
      'zanshang_books_checked_timestamp_seconds',
      'When the books were recounted last, in seconds since 1970',
      ({ seconds }) => seconds,
    );
  }

  private gauge(name: string, help: string, valueOf: (last: LastCheck) => number): void {
    const last = () => this.last();
    new Gauge({
      name,
      help,
      registers: [this.registry],
      async collect() {
        const found = await last();
        if (found) this.set(valueOf(found));
        else this.remove();
      },
    });
  }

  /** A database that does not answer must not take the other metrics along. */
  private async last(): Promise<LastCheck | undefined> {
    try {
      return (await execute(this.dataSource, LAST, []))[0];
    } catch (error) {
      this.logger.warn({ err: error }, 'what the newest recount found could not be read');
      return undefined;
    }
  }
}
