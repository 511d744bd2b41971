import { Inject, Injectable } from '@nestjs/common';
import { Counter, Registry } from 'prom-client';
import { DataSource } from 'typeorm';
import { CONFIG, type Config } from '../config/config.js';
import { DatabaseCounts } from './database-counts.js';
import { type DatabaseLimitName, type LimitName, limits } from './limits.js';
import { RateLimited } from './limits.errors.js';
import { ProcessCounts } from './process-counts.js';

/** Holds the limits of limits.ts; where RATE_LIMITS is off it lets everything through and counts nothing. */
@Injectable()
export class RateLimiter {
  readonly isOn: boolean;
  private readonly shared: DatabaseCounts;
  private readonly own = new Map<LimitName, ProcessCounts>();
  private readonly refusals: Counter<'limit'>;

  constructor(
    @Inject(CONFIG) config: Config,
    @Inject(DataSource) dataSource: DataSource,
    registry: Registry,
  ) {
    this.isOn = config.limits.on;
    this.shared = new DatabaseCounts(dataSource);
    this.refusals = new Counter({
      name: 'zanshang_rate_limited_total',
      help: 'Requests that were refused for being too many, by the limit they met',
      labelNames: ['limit'],
      registers: [registry],
    });
  }

  /**
   * Takes a point before the work is done that it stands for: what is counted afterwards is not limited.
   *
   * @param key whose count it is, as the limit's `per` says
   * @throws RateLimited where none is left; nothing is taken then, so that waiting always helps
   */
  async take(name: LimitName, key: string, points = 1): Promise<void> {
    if (!this.isOn) return;
    const secondsToWait = isShared(name)
      ? await this.shared.take(name, limits[name], key)
      : this.ownOf(name).take(key, points);
    if (secondsToWait === undefined) return;
    this.refusals.inc({ limit: name });
    throw new RateLimited(secondsToWait);
  }

  /** What a point was taken for was not that, after all. */
  async giveBack(name: DatabaseLimitName, key: string): Promise<void> {
    if (this.isOn) await this.shared.giveBack(name, key);
  }

  /** Begins to count anew. */
  async clear(name: DatabaseLimitName, key: string): Promise<void> {
    if (this.isOn) await this.shared.clear(name, key);
  }

  private ownOf(name: LimitName): ProcessCounts {
    const known = this.own.get(name);
    if (known) return known;
    const counts = new ProcessCounts(limits[name]);
    this.own.set(name, counts);
    return counts;
  }
}

function isShared(name: LimitName): name is DatabaseLimitName {
  return limits[name].counted === 'database';
}
