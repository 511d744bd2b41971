import { type DynamicModule, Module } from '@nestjs/common';
import type { Config } from '../config/config.js';
import { ConfigModule } from '../config/config.module.js';
import { DatabaseModule } from '../database/database.module.js';
import { LimitsModule } from '../limits/limits.module.js';
import { MetricsModule } from '../metrics/metrics.module.js';
import { ReconciliationModule } from './reconciliation.module.js';

/** What `npm run reconcile` needs: no server, and no work by the clock. */
@Module({})
export class ReconcileModule {
  static with(config: Config): DynamicModule {
    return {
      module: ReconcileModule,
      imports: [ConfigModule.with(config), DatabaseModule, MetricsModule, LimitsModule, ReconciliationModule],
    };
  }
}
