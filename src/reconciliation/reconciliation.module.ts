import { Module } from '@nestjs/common';
import { AlipayBills } from '../payments/alipay/alipay-bills.js';
import { PaymentsModule } from '../payments/payments.module.js';
import { BillSweep } from './bill-sweep.js';
import { CatchUp } from './catch-up.js';
import { BILL_PROVIDER } from './provider/bill-provider.js';
import { DifferenceAttention } from './difference-attention.js';
import { ReconciliationAdministration } from './reconciliation-administration.js';
import { Reconciliation } from './reconciliation.service.js';

/** The provider's daily bills against the books. Another provider is one more line here. */
@Module({
  imports: [PaymentsModule],
  providers: [
    { provide: BILL_PROVIDER, useClass: AlipayBills },
    BillSweep,
    CatchUp,
    DifferenceAttention,
    Reconciliation,
    ReconciliationAdministration,
  ],
  exports: [BillSweep, DifferenceAttention, ReconciliationAdministration],
})
export class ReconciliationModule {}
