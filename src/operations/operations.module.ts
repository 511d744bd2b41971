import { Module } from '@nestjs/common';
import { BooksModule } from '../books/books.module.js';
import { HealthController } from './health.controller.js';
import { Maintenance } from './maintenance.js';
import { MetricsController } from './metrics.controller.js';
import { ProcessMetrics } from './process-metrics.js';
import { PaymentsModule } from '../payments/payments.module.js';
import { PayoutsModule } from '../payouts/payouts.module.js';
import { ReconciliationModule } from '../reconciliation/reconciliation.module.js';
import { WalletModule } from '../wallet/wallet.module.js';
import { Readiness } from './readiness.js';
import { Sweeps } from './sweeps.js';

/** What whoever runs the server needs: health, metrics, and the work that is done by the clock. */
@Module({
  imports: [BooksModule, PaymentsModule, PayoutsModule, ReconciliationModule, WalletModule],
  controllers: [HealthController, MetricsController],
  providers: [Maintenance, ProcessMetrics, Readiness, Sweeps],
})
export class OperationsModule {}
