import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { type Administrator, recordOutcome } from '../audit/act.js';
import { InvalidInput } from '../errors/app-error.js';
import { decodeCursor, type PageQuery, pageSize, toPage } from '../http/page.dto.js';
import { isDay, isFuture } from '../http/beijing-day.js';
import { findDay, findDifferencesOf, listDays, presentDay } from './reconciliation-queries.js';
import type { ReconciliationDetail, ReconciliationPage } from './reconciliation.dto.js';
import { ReconciliationNotFound } from './reconciliation.errors.js';
import { Reconciliation } from './reconciliation.service.js';

const CURSOR = [/^2\d{3}-\d{2}-\d{2}$/];
const AFTER_ALL_DAYS = '3000-01-01';

/** What administrators see of bills, and how they have a day reconciled again. */
@Injectable()
export class ReconciliationAdministration {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    private readonly reconciliation: Reconciliation,
  ) {}

  async list(query: PageQuery): Promise<ReconciliationPage> {
    const size = pageSize(query);
    const before = decodeCursor(query.cursor, CURSOR)?.[0];
    if (before !== undefined && !isDay(before)) throw new InvalidInput([{ field: 'cursor', text: 'cursor' }]);
    const rows = await listDays(this.dataSource, before ?? AFTER_ALL_DAYS, size + 1);
    return toPage(rows, size, ({ day }) => [day], presentDay);
  }

  /** @throws ReconciliationNotFound */
  async read(day: string): Promise<ReconciliationDetail> {
    const row = isDay(day) ? await findDay(this.dataSource, day) : undefined;
    if (!row) throw new ReconciliationNotFound();
    return { ...presentDay(row), differences: await findDifferencesOf(this.dataSource, day) };
  }

  /** Reconciles a day now. @throws InvalidInput for a day that has not begun */
  async run(day: string): Promise<ReconciliationDetail> {
    if (isFuture(day, new Date())) throw new InvalidInput([{ field: 'date', text: 'day' }]);
    await this.reconciliation.reconcile(day);
    return this.read(day);
  }

  /** The same by an administrator, which is recorded. */
  runFor(admin: Administrator, day: string): Promise<ReconciliationDetail> {
    return recordOutcome(
      this.dataSource,
      admin,
      { action: 'reconciliation.run', subject: day },
      () => this.run(day),
      ({ state }) => state,
    );
  }

  /** The same with a bill that was downloaded by hand. */
  async runFile(day: string, zip: Buffer): Promise<ReconciliationDetail> {
    await this.reconciliation.reconcileFile(day, zip);
    return this.read(day);
  }
}
