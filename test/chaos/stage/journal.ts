import { closeSync, openSync, readSync, statSync } from 'node:fs';
import type { Trade } from '../../../simulator/trade.js';
import type { Transfer } from '../../../simulator/transfers/transfer.js';

type Entry = { type: 'trade'; trade: Trade } | { type: 'transfer'; transfer: Transfer } | { type: 'other' };

/**
 * What really happened to the money at Alipay: the simulator's own journal, which survives its death, read from outside
 * and without asking it. The newest snapshot of each thing counts.
 */
export class Journal {
  /** By out_trade_no. */
  readonly trades = new Map<string, Trade>();
  /** By out_biz_no. */
  readonly transfers = new Map<string, Transfer>();
  private file = 0;
  private read = 0;

  constructor(private readonly path: string) {}

  /** Reads what was written since the last time. */
  refresh(): void {
    const { ino, size } = statSync(this.path);
    // A restarted simulator writes its journal anew, in short.
    if (ino !== this.file || size < this.read) Object.assign(this, { file: ino, read: 0 });
    const text = this.newText(size);
    const end = text.lastIndexOf('\n');
    if (end < 0) return;
    this.read += Buffer.byteLength(text.slice(0, end + 1));
    for (const line of text.slice(0, end).split('\n')) this.keep(JSON.parse(line, revive) as Entry);
  }

  private newText(size: number): string {
    const bytes = Buffer.alloc(size - this.read);
    const file = openSync(this.path, 'r');
    const length = readSync(file, bytes, 0, bytes.length, this.read);
    closeSync(file);
    return bytes.toString('utf8', 0, length);
  }

  private keep(entry: Entry): void {
    if (entry.type === 'trade') this.trades.set(entry.trade.outTradeNo, entry.trade);
    if (entry.type === 'transfer') this.transfers.set(entry.transfer.outBizNo, entry.transfer);
  }
}

/** Amounts are text of whole fen there. */
function revive(key: string, value: unknown): unknown {
  return key.endsWith('Fen') && typeof value === 'string' ? BigInt(value) : value;
}
