import iconv from 'iconv-lite';
import { endOfBeijingDay, parseBeijingDay } from '../beijing-time.js';
import { newToken } from '../trade.js';
import type { TradeStore } from '../trade-store.js';
import { detailCsv, summaryCsv } from './bill-csv.js';
import { billRows, type BillRow, type Period } from './bill-row.js';
import { plant, type Difference } from './difference.js';
import { zipArchive } from './zip.js';

const READY_AFTER_MS = 9 * 60 * 60_000;
const TOKEN_LIFE_MS = 30_000;

export interface BillOfficeOptions {
  store: TradeStore;
  sellerId: string;
  now: () => number;
  /** The service fee in hundredths of a percent. */
  feeRate: bigint;
  /** Bills of today can be had, too; otherwise from 09:00 of the next day. */
  atOnce: boolean;
}

/** Daily bills. A day is a valid `yyyy-MM-dd` in Beijing. */
export class BillOffice {
  private readonly tokens = new Map<string, { day: string; diesAt: number }>();

  constructor(private readonly options: BillOfficeOptions) {}

  /** Whether Alipay would have made the day's bill by now. */
  isReady(day: string): boolean {
    const { from, to } = periodOf(day);
    return this.options.now() >= (this.options.atOnce ? from : to + READY_AFTER_MS);
  }

  /** What the bill says, planted differences included. */
  rows(day: string): BillRow[] {
    const { store, feeRate } = this.options;
    return plant(billRows(store.all(), periodOf(day), feeRate), store.differences(day), day);
  }

  differences(day: string): readonly Difference[] {
    return this.options.store.differences(day);
  }

  /** Replaces what the day's bill says wrongly. */
  setDifferences(day: string, differences: Difference[]): void {
    this.options.store.saveDifferences(day, differences);
  }

  /** The seller's account as bills write it. */
  get account(): string {
    return `${this.options.sellerId}0156`;
  }

  fileName(day: string): string {
    return `${this.account}_${day.replaceAll('-', '')}.csv.zip`;
  }

  /** The zip of both CSV files, GBK inside and in the files' names. */
  archive(day: string): Buffer {
    const exportedAt = this.options.now();
    const frame = { account: this.account, period: periodOf(day), exportedAt };
    const rows = this.rows(day);
    const stem = this.fileName(day).replace('.csv.zip', '');
    const file = (name: string, text: string): { name: Buffer; content: Buffer } => ({
      name: iconv.encode(`${stem}_${name}.csv`, 'gbk'),
      content: iconv.encode(text, 'gbk'),
    });
    const files = [file('业务明细', detailCsv(rows, frame)), file('业务明细(汇总)', summaryCsv(rows, frame))];
    return zipArchive(files, exportedAt);
  }

  /** Lets whoever has the token download the bill for 30 seconds. */
  issueToken(day: string): string {
    const now = this.options.now();
    for (const [token, { diesAt }] of this.tokens) if (diesAt <= now) this.tokens.delete(token);
    const token = newToken();
    this.tokens.set(token, { day, diesAt: now + TOKEN_LIFE_MS });
    return token;
  }

  /** The day whose bill the token opens; undefined: it is unknown or too old. */
  dayOf(token: string): string | undefined {
    const found = this.tokens.get(token);
    return found && found.diesAt > this.options.now() ? found.day : undefined;
  }
}

function periodOf(day: string): Period {
  const from = parseBeijingDay(day) ?? 0;
  return { from, to: endOfBeijingDay(from) };
}
