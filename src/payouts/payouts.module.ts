import { Module } from '@nestjs/common';
import { AlipayPayouts } from '../payments/alipay/alipay-payouts.js';
import { UsersModule } from '../users/users.module.js';
import { PayoutAttempts } from './payout-attempts.js';
import { PAYOUT_PROVIDER } from './provider/payout-provider.js';
import { WithdrawalAdministration } from './withdrawal-administration.js';
import { WithdrawalAttention } from './withdrawal-attention.js';
import { WithdrawalDecisions } from './withdrawal-decisions.js';
import { WithdrawalSweep } from './withdrawal-sweep.js';
import { WithdrawalsController } from './withdrawals.controller.js';
import { WithdrawalsService } from './withdrawals.service.js';

/** Authors take money out. Another provider is one more line here. */
@Module({
  imports: [UsersModule],
  controllers: [WithdrawalsController],
  providers: [
    { provide: PAYOUT_PROVIDER, useClass: AlipayPayouts },
    PayoutAttempts,
    WithdrawalAdministration,
    WithdrawalAttention,
    WithdrawalDecisions,
    WithdrawalSweep,
    WithdrawalsService,
  ],
  exports: [WithdrawalAdministration, WithdrawalAttention, WithdrawalSweep],
})
export class PayoutsModule {}
