import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { DataSource } from 'typeorm';
import { forgetOldResets } from '../auth/reset/password-resets.js';
import { forgetOldSessions } from '../auth/session-store.js';
import { forgetOldCounts } from '../limits/database-counts.js';
import { forgetOldKeys } from '../payments/forget-keys.js';

const INTERVAL_MS = 3600_000;

/**
 * What is thrown away about once an hour: Idempotency-Keys that nobody repeats; counts of limits, sessions and reset codes that
 * are over.
 */
@Injectable()
export class Maintenance implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger('Maintenance');
  private timer: NodeJS.Timeout | undefined;
  private underWay: Promise<void> = Promise.resolve();

  constructor(@Inject(DataSource) private readonly dataSource: DataSource) {}

  /** The first time after a random part of the hour, so that instances that started together take turns. */
  onApplicationBootstrap(): void {
    this.schedule(Math.random() * INTERVAL_MS);
  }

  /** Stops, after what is under way. */
  async beforeApplicationShutdown(): Promise<void> {
    clearTimeout(this.timer);
    await this.underWay;
    clearTimeout(this.timer);
  }

  /** Does it now; never rejects. */
  run(): Promise<void> {
    this.underWay = this.clean();
    return this.underWay;
  }

  private schedule(delayMs: number): void {
    this.timer = setTimeout(() => {
      void this.run().then(() => {
        this.schedule(INTERVAL_MS);
      });
    }, delayMs).unref();
  }

  private async clean(): Promise<void> {
    await this.remove('old Idempotency-Keys', forgetOldKeys);
    await this.remove('counts of rate limits', forgetOldCounts);
    await this.remove('sessions', forgetOldSessions);
    await this.remove('reset codes', forgetOldResets);
  }

  private async remove(what: string, forget: (dataSource: DataSource) => Promise<number>): Promise<void> {
    try {
      const removed = await forget(this.dataSource);
      if (removed > 0) this.logger.log({ removed }, `${what} were removed`);
    } catch (error) {
      this.logger.warn({ err: error }, `${what} could not be removed, tried again later`);
    }
  }
}
