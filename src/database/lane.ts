import { AppError } from '../errors/app-error.js';
import { sqlState } from './sql-state.js';

interface Waiting<Item, Result> {
  readonly item: Item;
  readonly resolve: (result: Result) => void;
  readonly reject: (reason: unknown) => void;
}

export interface LaneOptions {
  /** The most items worked on together. */
  readonly maxBatch: number;
  /** Past this many waiting items a newcomer is turned away with `overloaded`. */
  readonly maxWaiting: number;
}

/**
 * Group commit. One batch is under way at a time; whatever arrives meanwhile goes into the next one together. A lone
 * item starts at once: there is no timer. Where a batch fails because of what is in it, each item is tried alone, so
 * that a bad one never fails its neighbours.
 */
export class Lane<Item, Result> {
  private waiting: Waiting<Item, Result>[] = [];
  private running: Promise<void> | undefined;

  constructor(
    /** Works on the items together and answers one result each, in the same order. */
    private readonly work: (items: readonly Item[]) => Promise<readonly Result[]>,
    private readonly options: LaneOptions,
  ) {}

  /** @throws AppError `overloaded` at once when too many wait; otherwise whatever `work` throws for this item. */
  run(item: Item): Promise<Result> {
    if (this.waiting.length >= this.options.maxWaiting) {
      return Promise.reject(new AppError('overloaded', { retryAfterSeconds: 1 }));
    }
    const result = new Promise<Result>((resolve, reject) => this.waiting.push({ item, resolve, reject }));
    this.running ??= this.drain();
    return result;
  }

  /** Resolves when nothing waits, nothing runs and every answer is given. */
  async idle(): Promise<void> {
    while (this.running) await this.running;
    await new Promise((resolve) => setImmediate(resolve));
  }

  private async drain(): Promise<void> {
    // Items that arrive in the same turn of the event loop go together.
    await Promise.resolve();
    while (this.waiting.length > 0) {
      const batch = this.waiting.splice(0, this.options.maxBatch);
      await this.workOn(batch);
    }
    // In the same turn as the last look at the queue, so that no newcomer finds a lane that is about to stop.
    this.running = undefined;
  }

  private async workOn(batch: readonly Waiting<Item, Result>[]): Promise<void> {
    try {
      const results = await this.work(batch.map(({ item }) => item));
      // The next batch is on its way before these answers are given: the database need not wait for that.
      setImmediate(() => {
        batch.forEach(({ resolve }, i) => {
          resolve(results[i] as Result);
        });
      });
    } catch (error) {
      if (batch.length > 1 && isAboutContent(error)) {
        for (const one of batch) await this.workOn([one]);
      } else {
        batch.forEach(({ reject }) => {
          reject(error);
        });
      }
    }
  }
}

/** Errors of ours and of SQL say something about an item; a lost connection (class 08, 57) is about none of them. */
function isAboutContent(error: unknown): boolean {
  if (error instanceof AppError) return true;
  const state = sqlState(error) ?? '';
  // Every SQLSTATE has a digit; Node's EPIPE has none.
  return /^(?=.*\d)[0-9A-Z]{5}$/.test(state) && !/^(08|53|57)/.test(state);
}
