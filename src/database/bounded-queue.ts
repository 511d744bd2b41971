import { AppError } from '../errors/app-error.js';

/** Runs at most `concurrency` tasks at a time and lets at most `maxWaiting` wait, first come first served. */
export class BoundedQueue {
  private running = 0;
  private readonly waiting: (() => void)[] = [];

  constructor(
    private readonly concurrency: number,
    private readonly maxWaiting: number,
  ) {}

  /** @throws AppError `overloaded` at once when too many wait already; otherwise whatever the task throws. */
  async run<Result>(task: () => Promise<Result>): Promise<Result> {
    await this.turn();
    try {
      return await task();
    } finally {
      const next = this.waiting.shift();
      if (next) next();
      else this.running--;
    }
  }

  /** Resolves when it is the caller's turn; a finished task hands its place over, so `running` stays. */
  private async turn(): Promise<void> {
    if (this.running < this.concurrency) {
      this.running++;
      return;
    }
    if (this.waiting.length >= this.maxWaiting) throw new AppError('overloaded', { retryAfterSeconds: 1 });
    await new Promise<void>((resolve) => this.waiting.push(resolve));
  }
}
