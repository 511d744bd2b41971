import { type DynamicModule, Module } from '@nestjs/common';
import { APP_FILTER, APP_PIPE } from '@nestjs/core';
import type { Logger } from 'pino';
import { AdminModule } from './admin/admin.module.js';
import { ArticlesModule } from './articles/articles.module.js';
import { AuthModule } from './auth/auth.module.js';
import type { Config } from './config/config.js';
import { ConfigModule } from './config/config.module.js';
import { DatabaseModule } from './database/database.module.js';
import { ProblemJsonFilter } from './errors/problem-json.filter.js';
import { InputPipe } from './http/validation.pipe.js';
import { LimitsModule } from './limits/limits.module.js';
import { MetricsModule } from './metrics/metrics.module.js';
import { LoggingModule } from './operations/logging/logging.module.js';
import { OperationsModule } from './operations/operations.module.js';
import { PagesModule } from './pages/pages.module.js';
import { PaymentsModule } from './payments/payments.module.js';
import { PayoutsModule } from './payouts/payouts.module.js';
import { ReconciliationModule } from './reconciliation/reconciliation.module.js';
import { StreamsModule } from './streams/streams.module.js';
import { TippingModule } from './tipping/tipping.module.js';
import { UsersModule } from './users/users.module.js';
import { WalletModule } from './wallet/wallet.module.js';

/** The list of modules. */
@Module({})
export class AppModule {
  /** @param pagesFolder where the built pages are */
  static with(config: Config, logger: Logger, pagesFolder: string): DynamicModule {
    return {
      module: AppModule,
      imports: [
        ConfigModule.with(config),
        LoggingModule.with(logger),
        DatabaseModule,
        MetricsModule,
        LimitsModule,
        AuthModule,
        UsersModule,
        TippingModule,
        ArticlesModule,
        WalletModule,
        PaymentsModule,
        PayoutsModule,
        ReconciliationModule,
        AdminModule,
        OperationsModule,
        StreamsModule,
        PagesModule.with(pagesFolder),
      ],
      providers: [
        { provide: APP_FILTER, useClass: ProblemJsonFilter },
        { provide: APP_PIPE, useClass: InputPipe },
      ],
    };
  }
}
