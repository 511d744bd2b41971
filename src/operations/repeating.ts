import type { Logger } from '@nestjs/common';

/** A piece of work that is done again and again. */
export interface Job {
  readonly name: string;
  readonly everySeconds: number;
  run(): Promise<unknown>;
}

/** Runs a job in the rhythm it asks for, never twice at the same time. A failure is logged, and the next turn comes. */
export class Repeating {
  private timer: NodeJS.Timeout | undefined;
  private underWay: Promise<void> = Promise.resolve();
  private stopped = false;

  constructor(
    private readonly job: Job,
    private readonly logger: Logger,
    private readonly onFailure: (name: string) => void,
  ) {}

  /** The first turn comes after a random part of the rhythm, so that instances that started together take turns. */
  start(): void {
    this.schedule(Math.random() * this.job.everySeconds * 1000);
  }

  /** Stops, after what is under way. */
  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.underWay;
  }

  private schedule(delayMs: number): void {
    if (this.stopped) return;
    this.timer = setTimeout(() => {
      this.underWay = this.turn().then(() => {
        this.schedule(this.job.everySeconds * 1000);
      });
    }, delayMs).unref();
  }

  private async turn(): Promise<void> {
    try {
      await this.job.run();
    } catch (error) {
      this.onFailure(this.job.name);
      this.logger.error({ err: error, job: this.job.name }, 'a repeated job failed; it will be tried again');
    }
  }
}
