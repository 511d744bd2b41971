import { Module } from '@nestjs/common';
import { HealthController } from './health.controller.js';
import { Maintenance } from './maintenance.js';
import { MetricsController } from './metrics.controller.js';
import { ProcessMetrics } from './process-metrics.js';
import { Readiness } from './readiness.js';

/** What whoever runs the server needs: health, metrics, and the work that is done by the clock. */
@Module({
  controllers: [HealthController, MetricsController],
  providers: [Maintenance, ProcessMetrics, Readiness],
})
export class OperationsModule {}
