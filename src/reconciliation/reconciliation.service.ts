import { Inject, Injectable, Logger } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { CONFIG, type Config } from '../config/config.js';
import { execute, statement } from '../database/statement.js';
import { inTransaction } from '../database/transaction.js';
import { addDays } from '../http/beijing-day.js';
import { databaseNow, recordFailure, storeBill } from './bill-store.js';
import { BillUnreadable } from './bill/bill.js';
import { CatchUp } from './catch-up.js';
import { matchDay } from './match.js';
import { BILL_PROVIDER, type BillProvider } from './provider/bill-provider.js';

/** Days before this one whose differences are looked at again: a later bill may explain them. */
const LOOK_BACK_DAYS = 7;

const AFFECTED = statement<{ day: string }>(
  'reconciliation.affected_days',
  `SELECT day::text FROM reconciliation WHERE state = 'fetched' AND (day IN ($1::date - 1, $1::date, $1::date + 1)
     OR (day BETWEEN $2::date AND $1::date AND difference_count > 0)) ORDER BY day`,
);

/** Reconciles a day (`yyyy-MM-dd`, Beijing): the bill, what it shows was missed, and what still differs. */
@Injectable()
export class Reconciliation {
  private readonly logger = new Logger('Reconciliation');

  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(BILL_PROVIDER) private readonly provider: BillProvider,
    private readonly catchUp: CatchUp,
  ) {}

  /** Fetches the bill and works on it. Again, it changes nothing where nothing has changed. */
  async reconcile(day: string): Promise<void> {
    const askedTime = await databaseNow(this.dataSource);
    const answer = await this.provider.downloadBill(day);
    switch (answer.kind) {
      case 'bill':
        return this.reconcileFile(day, answer.zip, askedTime);
      case 'none':
        await storeBill(this.dataSource, day, [], askedTime);
        break;
      case 'not_ready':
        await recordFailure(this.dataSource, day, 'unavailable', 'not_ready');
        break;
      case 'unknown':
        await recordFailure(this.dataSource, day, 'failed', 'gateway_unknown');
    }
    await this.work(day);
  }

  /** Works on a bill that is here already. One that cannot be read is written down as such. */
  async reconcileFile(day: string, zip: Buffer, askedTime?: string): Promise<void> {
    const time = askedTime ?? (await databaseNow(this.dataSource));
    try {
      // Unpacking, GBK and CSV: loaded for the one bill a day.
      const { readBill } = await import('./bill/read-bill.js');
      const rows = await readBill(zip, { day, sellerId: this.config.alipay.sellerId });
      await storeBill(this.dataSource, day, rows, time);
    } catch (error) {
      if (!(error instanceof BillUnreadable)) throw error;
      this.logger.warn({ err: error, day }, 'a bill could not be read');
      await recordFailure(this.dataSource, day, 'failed', error.message);
    }
    await this.work(day);
  }

  private async work(day: string): Promise<void> {
    await this.catchUp.run(day);
    const rate = this.config.fees.serviceRate;
    const affected = await execute(this.dataSource, AFFECTED, [day, addDays(day, -LOOK_BACK_DAYS)]);
    for (const one of affected) await inTransaction(this.dataSource, (tx) => matchDay(tx, one.day, rate));
  }
}
