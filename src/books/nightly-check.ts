import { Inject, Injectable, Logger } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { execute, statement } from '../database/statement.js';
import { formatSeal } from '../wallet/seals/seal-memory.js';
import { Recounting } from './recounting.js';

/** The latest 03:30 in Beijing that has passed. */
const DUE_TIME = `(date_trunc('day', now() AT TIME ZONE 'Asia/Shanghai' - interval '210 minutes')
  + interval '210 minutes') AT TIME ZONE 'Asia/Shanghai'`;

/** One instance a night; where it dies another one takes over after half an hour. */
const CLAIM = statement<{ id: boolean }>(
  'books.claim',
  `UPDATE books_check SET claimed_until = now() + interval '30 minutes'
   WHERE claimed_until <= now() AND (checked_time IS NULL OR checked_time < ${DUE_TIME}) RETURNING id`,
);

const DONE = statement('books.done', 'UPDATE books_check SET checked_time = now(), balanced = $1');

/** How many differences the log names. */
const LOGGED = 20;

/** Recounts all books once a night, at 03:30 Beijing time or as soon after it as somebody is there. */
@Injectable()
export class NightlyCheck {
  private readonly logger = new Logger('Books');

  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    private readonly recounting: Recounting,
  ) {}

  /** @returns whether this instance did it now. */
  async run(): Promise<boolean> {
    const [claimed] = await execute(this.dataSource, CLAIM, []);
    if (!claimed) return false;
    const { balanced, differences, accounts, transfers, seal } = await this.recounting.run();
    await execute(this.dataSource, DONE, [balanced]);
    // The log is kept elsewhere: it proves later that this seal was there.
    const newestSeal = seal && formatSeal(seal);
    if (balanced) this.logger.log({ accounts, transfers, seal: newestSeal }, 'the books balance');
    else this.logger.error({ differences: differences.slice(0, LOGGED) }, 'the books do not balance');
    return true;
  }
}
