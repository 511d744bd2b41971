import { Journal } from './journal.js';
import type { Order, Trade } from './trade.js';

/** A QR code made by precreate: leads to the cashier until it dies. */
export interface QrCode {
  token: string;
  order: Order;
  /** Milliseconds since 1970 UTC. */
  diesAt: number;
}

type Entry = { type: 'trade'; trade: Trade } | { type: 'code'; code: QrCode };

/** All trades and QR codes in memory, each change written to the journal as a whole snapshot of what changed. */
export class TradeStore {
  private readonly journal: Journal;
  private readonly trades = new Map<string, Trade>();
  private readonly byTradeNo = new Map<string, Trade>();
  private readonly byToken = new Map<string, Trade>();
  private readonly codes = new Map<string, QrCode>();

  constructor(path: string) {
    this.journal = new Journal(path);
  }

  /** Reads the journal, keeps the last snapshot of each thing, drops QR codes dead at `now`, compacts the file. */
  open(now: number): void {
    for (const entry of this.journal.read() as Entry[]) {
      if (entry.type === 'trade') this.trades.set(entry.trade.outTradeNo, entry.trade);
      else if (entry.code.diesAt > now) this.codes.set(entry.code.token, entry.code);
    }
    for (const trade of this.trades.values()) this.index(trade);
    this.journal.compact([
      ...[...this.trades.values()].map((trade): Entry => ({ type: 'trade', trade })),
      ...[...this.codes.values()].map((code): Entry => ({ type: 'code', code })),
    ]);
  }

  save(trade: Trade): void {
    this.journal.append({ type: 'trade', trade } satisfies Entry);
    this.trades.set(trade.outTradeNo, trade);
    this.index(trade);
  }

  saveCode(code: QrCode): void {
    this.journal.append({ type: 'code', code } satisfies Entry);
    this.codes.set(code.token, code);
  }

  findByOutTradeNo(outTradeNo: string): Trade | undefined {
    return this.trades.get(outTradeNo);
  }

  findByTradeNo(tradeNo: string): Trade | undefined {
    return this.byTradeNo.get(tradeNo);
  }

  findByToken(token: string): Trade | undefined {
    return this.byToken.get(token);
  }

  findCode(token: string): QrCode | undefined {
    return this.codes.get(token);
  }

  /** Oldest first. */
  all(): Trade[] {
    return [...this.trades.values()];
  }

  close(): void {
    this.journal.close();
  }

  private index(trade: Trade): void {
    this.byTradeNo.set(trade.tradeNo, trade);
    this.byToken.set(trade.cashierToken, trade);
  }
}
