import { Module } from '@nestjs/common';
import { PaymentsModule } from '../payments/payments.module.js';
import { UsersModule } from '../users/users.module.js';
import { AdminLedgerController } from './ledger.controller.js';
import { AdminRewardsController } from './rewards.controller.js';
import { AdminUsersController } from './users.controller.js';

/** The administrators' routes. They have no tables of their own: each delegates to the folder it is about. */
@Module({
  imports: [UsersModule, PaymentsModule],
  controllers: [AdminUsersController, AdminRewardsController, AdminLedgerController],
})
export class AdminModule {}
