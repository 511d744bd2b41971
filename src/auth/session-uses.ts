import { type BeforeApplicationShutdown, Injectable, Logger } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { execute } from '../database/statement.js';
import { touchSessions } from './session.queries.js';
import type { AskedSession } from './current-session.decorator.js';

/** A session that was used less than a minute ago need not be written again. */
const PRECISION_SECONDS = 60;
const FLUSH_INTERVAL_MS = 5000;
/** How many are kept in memory; while the database is away, uses of further ones are not noted. */
const MAX_SESSIONS = 20_000;

/** Notes in the background which sessions are in use. What a crash loses is a few seconds of it. */
@Injectable()
export class SessionUses implements BeforeApplicationShutdown {
  private readonly logger = new Logger(SessionUses.name);
  private readonly used = new Set<string>();
  private timer: NodeJS.Timeout | undefined;
  private flushing: Promise<void> = Promise.resolve();

  constructor(private readonly dataSource: DataSource) {}

  note({ id, idle }: AskedSession): void {
    if (idle < PRECISION_SECONDS || this.used.size >= MAX_SESSIONS) return;
    this.used.add(id);
    this.timer ??= setTimeout(() => void this.flush(), FLUSH_INTERVAL_MS).unref();
  }

  /** Writes what was noted so far. Never rejects: what could not be written is noted at the next request. */
  flush(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.flushing = this.flushing.then(() => this.write());
    return this.flushing;
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.flush();
  }

  private async write(): Promise<void> {
    const ids = [...this.used];
    if (ids.length === 0) return;
    this.used.clear();
    try {
      await execute(this.dataSource, touchSessions, [ids]);
    } catch (error) {
      this.logger.warn({ err: error, sessions: ids.length }, 'the use of sessions could not be written');
    }
  }
}
