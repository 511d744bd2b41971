import { Inject, Injectable } from '@nestjs/common';
import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import { DataSource } from 'typeorm';
import { poolOf } from '../database/statement.js';

/** What /metrics tells of the process (memory, CPU, event loop) and of its database connections. */
@Injectable()
export class ProcessMetrics {
  constructor(registry: Registry, @Inject(DataSource) dataSource: DataSource) {
    collectDefaultMetrics({ register: registry });
    new Gauge({
      name: 'zanshang_database_pool',
      help: 'Database connections open (total) and unused (idle), and requests that wait for one (waiting)',
      labelNames: ['state'],
      registers: [registry],
      collect() {
        const { totalCount, idleCount, waitingCount } = poolOf(dataSource);
        this.set({ state: 'total' }, totalCount);
        this.set({ state: 'idle' }, idleCount);
        this.set({ state: 'waiting' }, waitingCount);
      },
    });
  }
}
