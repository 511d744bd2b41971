import type { Difference } from './bills/difference.js';
import { Journal } from './journal.js';
import type { Order, Trade } from './trade.js';
import type { Transfer } from './transfers/transfer.js';

/** A QR code made by precreate: leads to the cashier until it dies. */
export interface QrCode {
  token: string;
  order: Order;
  /** Milliseconds since 1970 UTC. */
  diesAt: number;
}

type Entry =
  | { type: 'trade'; trade: Trade }
  | { type: 'code'; code: QrCode }
  | { type: 'transfer'; transfer: Transfer }
  | { type: 'differences'; day: string; differences: Difference[] };

/**
 * All trades, QR codes, transfers and differences planted in bills, in memory; each change is written to the journal as
 * a whole snapshot of what changed.
 */
export class TradeStore {
  private readonly journal: Journal;
  private readonly trades = new Map<string, Trade>();
  private readonly byTradeNo = new Map<string, Trade>();
  private readonly byToken = new Map<string, Trade>();
  private readonly codes = new Map<string, QrCode>();
  private readonly transfers = new Map<string, Transfer>();
  private readonly planted = new Map<string, Difference[]>();

  constructor(path: string) {
    this.journal = new Journal(path);
  }

  /** Reads the journal, keeps the last snapshot of each thing, drops QR codes dead at `now`, compacts the file. */
  open(now: number): void {
    for (const entry of this.journal.read() as Entry[]) this.keep(entry, now);
    for (const trade of this.trades.values()) this.index(trade);
    this.journal.compact([
      ...[...this.trades.values()].map((trade): Entry => ({ type: 'trade', trade })),
      ...[...this.codes.values()].map((code): Entry => ({ type: 'code', code })),
      ...this.allTransfers().map((transfer): Entry => ({ type: 'transfer', transfer })),
      ...[...this.planted].map(([day, differences]): Entry => ({ type: 'differences', day, differences })),
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

  saveTransfer(transfer: Transfer): void {
    this.journal.append({ type: 'transfer', transfer } satisfies Entry);
    this.transfers.set(transfer.outBizNo, transfer);
  }

  /** Replaces what is planted in a day's bill. */
  saveDifferences(day: string, differences: Difference[]): void {
    this.journal.append({ type: 'differences', day, differences } satisfies Entry);
    this.planted.set(day, differences);
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

  findTransfer(outBizNo: string): Transfer | undefined {
    return this.transfers.get(outBizNo);
  }

  /** Oldest first. */
  allTransfers(): Transfer[] {
    return [...this.transfers.values()];
  }

  differences(day: string): readonly Difference[] {
    return this.planted.get(day) ?? [];
  }

  /** Oldest first. */
  all(): Trade[] {
    return [...this.trades.values()];
  }

  close(): void {
    this.journal.close();
  }

  private keep(entry: Entry, now: number): void {
    switch (entry.type) {
      case 'trade':
        this.trades.set(entry.trade.outTradeNo, entry.trade);
        break;
      case 'code':
        if (entry.code.diesAt > now) this.codes.set(entry.code.token, entry.code);
        break;
      case 'transfer':
        this.transfers.set(entry.transfer.outBizNo, entry.transfer);
        break;
      case 'differences':
        this.planted.set(entry.day, entry.differences);
    }
  }

  private index(trade: Trade): void {
    this.byTradeNo.set(trade.tradeNo, trade);
    this.byToken.set(trade.cashierToken, trade);
  }
}
