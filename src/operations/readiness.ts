import { setTimeout as sleep } from 'node:timers/promises';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { CONFIG, type Config } from '../config/config.js';
import { signingSelfTest } from '../config/signing-self-test.js';
import { pendingMigrations } from '../database/pending-migrations.js';
import { poolOf } from '../database/statement.js';
import type { ReadinessChecks, ReadinessResponse } from './health.dto.js';

/** A database that does not answer within this time, in milliseconds, is as good as none. */
const PATIENCE_MS = 2000;

/** Finds out whether the server can do its work now. */
@Injectable()
export class Readiness {
  private readonly logger = new Logger('Readiness');

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(DataSource) private readonly dataSource: DataSource,
  ) {}

  async check(): Promise<ReadinessResponse> {
    const pending = await this.pending();
    const checks: ReadinessChecks = {
      database: verdict(pending !== undefined),
      migrations: verdict(pending?.length === 0),
      signing: verdict(signingSelfTest(this.config.alipay)),
    };
    const ready = Object.values(checks).every((check) => check === 'ok');
    return { status: ready ? 'ok' : 'unavailable', checks };
  }

  /** The migrations the database lacks; undefined where it does not say. */
  private async pending(): Promise<string[] | undefined> {
    const enough = new AbortController();
    try {
      return await Promise.race([
        pendingMigrations(poolOf(this.dataSource)),
        sleep(PATIENCE_MS, undefined, { ref: false, signal: enough.signal }),
      ]);
    } catch (error) {
      this.logger.warn({ err: error }, 'the database does not answer');
      return undefined;
    } finally {
      enough.abort();
    }
  }
}

function verdict(passed: boolean): 'ok' | 'failed' {
  return passed ? 'ok' : 'failed';
}
