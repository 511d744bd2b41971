import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module.js';
import { AuthModule } from '../auth/auth.module.js';
import { BooksModule } from '../books/books.module.js';
import { PaymentsModule } from '../payments/payments.module.js';
import { PayoutsModule } from '../payouts/payouts.module.js';
import { ReconciliationModule } from '../reconciliation/reconciliation.module.js';
import { UsersModule } from '../users/users.module.js';
import { AdminAuditController } from './audit.controller.js';
import { AdminLedgerController } from './ledger.controller.js';
import { AdminOverviewController } from './overview.controller.js';
import { AdminPasswordResetsController } from './password-resets.controller.js';
import { AdminReconciliationsController } from './reconciliations.controller.js';
import { AdminRefundsController } from './refunds.controller.js';
import { AdminRewardsController } from './rewards.controller.js';
import { AdminSecondFactorsController } from './second-factors.controller.js';
import { AdminUsersController } from './users.controller.js';
import { AdminWithdrawalsController } from './withdrawals.controller.js';

/** The administrators' routes. They have no tables of their own: each delegates to the folder it is about. */
@Module({
  imports: [
    AuditModule,
    AuthModule,
    BooksModule,
    UsersModule,
    PaymentsModule,
    PayoutsModule,
    ReconciliationModule,
  ],
  controllers: [
    AdminSecondFactorsController,
    AdminPasswordResetsController,
    AdminUsersController,
    AdminRewardsController,
    AdminAuditController,
    AdminLedgerController,
    AdminOverviewController,
    AdminReconciliationsController,
    AdminRefundsController,
    AdminWithdrawalsController,
  ],
})
export class AdminModule {}
